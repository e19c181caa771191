package io.spendstream.faults.workload;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The prices of a run: those it begins with and those that are put in force while it runs. Both are also written as
 * files for the product to read; what a call costs is computed here from the same decimals.
 */
public final class PriceTable {
    static final String SWIFT = "swift";
    static final String SAGE = "sage";
    /** A model whose price comes while the run is under way. */
    static final String LATER = "later";
    /** A model that never has a price. */
    static final String NEVER = "never";

    /** One USD per million tokens is 10<sup>8</sup> units of 10<sup>-14</sup> USD per token. */
    private static final int UNITS_PER_TOKEN_SHIFT = 8;

    private final Instant base;
    private final List<Price> all;

    /** Creates the prices of a run that begins at {@code base}. */
    public PriceTable(Instant base) {
        this.base = base;
        this.all = List.of(swift(1, null), swift(2, null), sage(1), sage(2), later());
    }

    /** One price, with its decimals as people write them. */
    private record Price(
            String id,
            String model,
            @Nullable Instant from,
            @Nullable Instant to,
            String input,
            String cacheRead,
            String output) {
        private BigInteger units(String usdPerMillion, long count) {
            return new BigDecimal(usdPerMillion)
                    .movePointRight(UNITS_PER_TOKEN_SHIFT)
                    .toBigIntegerExact()
                    .multiply(BigInteger.valueOf(count));
        }

        private BigInteger cost(Report report) {
            return units(input, report.input())
                    .add(units(cacheRead, report.cacheRead()))
                    .add(units(output, report.output()));
        }

        private boolean isInForce(Instant time) {
            return (from == null || !time.isBefore(from)) && (to == null || time.isBefore(to));
        }

        private String yaml() {
            String span = (from == null ? "" : "    effective_from: " + from + "\n")
                    + (to == null ? "" : "    effective_to: " + to + "\n");
            return """
                      - id: %s
                        provider: %s
                        model: %s
                    %s    usd_per_million_tokens: {input: %s, cache_read: %s, output: %s}
                    """.formatted(id, Workload.PROVIDER, model, span, input, cacheRead, output);
        }
    }

    private Instant swiftChange() {
        return base.minus(Duration.ofHours(24));
    }

    private Instant sageChange() {
        return base.minus(Duration.ofMinutes(4));
    }

    private Price swift(int version, @Nullable Instant to) {
        return version == 1
                ? new Price("acme/swift@1", SWIFT, null, to, "0.15", "0.07500001", "0.60")
                : new Price("acme/swift@2", SWIFT, swiftChange(), null, "0.17", "0.085", "0.61234567");
    }

    private Price sage(int version) {
        return version == 1
                ? new Price("acme/sage@1", SAGE, null, sageChange(), "2.50", "0.25", "10")
                : new Price("acme/sage@2", SAGE, sageChange(), null, "3.10", "0.31", "12.35");
    }

    private static Price later() {
        return new Price("acme/later@1", LATER, null, null, "0.80", "0.08", "4.40");
    }

    /** Returns the file of the prices that a run begins with. */
    public String firstBook() {
        return book("2026-11-01", List.of(swift(1, null), sage(1), sage(2)));
    }

    /** Returns the file of the prices that are put in force while it runs. */
    public String secondBook() {
        return book("2026-11-02", List.of(swift(1, swiftChange()), swift(2, null), sage(1), sage(2), later()));
    }

    private static String book(String date, List<Price> prices) {
        return """
                format: 1
                date: %s
                source: drawn up for this run
                checked: %s
                providers:
                  - name: %s
                entries:
                %s""".formatted(
                date, date, Workload.PROVIDER, prices.stream().map(Price::yaml).collect(Collectors.joining()));
    }

    /**
     * Returns what {@code report} of {@code call} costs, in 10<sup>-14</sup> USD.
     *
     * @param priceId the price the product says it took, null if none. It decides only where two are right: what was
     *     priced before a change keeps its price.
     */
    public @Nullable BigInteger cost(PlannedCall call, Report report, @Nullable String priceId) {
        List<Price> right = all.stream()
                .filter(price -> price.model().equals(call.model()) && price.isInForce(call.timestamp()))
                .toList();
        if (right.isEmpty()) {
            return null;
        }
        return right.stream()
                .filter(price -> price.id().equals(priceId))
                .findFirst()
                .orElse(right.get(0))
                .cost(report);
    }
}
