package io.spendstream.stream.simulation;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A line of the ledger, as the model and as the topology has it.
 *
 * @param id the event's id
 * @param number which entry of the event it is
 * @param reason why there is one; null for the first
 * @param at when the call completed
 * @param who on whose behalf, with {@code unattributed} where it was not said
 * @param model the model
 * @param counts by class, without zeros
 * @param cost dollars; zero where none is known
 * @param unpricedCalls how many more calls have an unknown cost through it
 * @param usageStatus how sure the counts are now
 * @param pricingStatus what is known of the cost now
 */
record Entry(
        String id,
        int number,
        @Nullable String reason,
        Instant at,
        Copy.Who who,
        String model,
        Map<String, Long> counts,
        BigDecimal cost,
        int unpricedCalls,
        String usageStatus,
        String pricingStatus) {
    static final String UNATTRIBUTED = "unattributed";

    Entry {
        var nonzero = new TreeMap<>(counts);
        nonzero.values().removeIf(count -> count == 0);
        counts = nonzero;
        cost = cost.signum() == 0 ? BigDecimal.ZERO : cost.stripTrailingZeros();
    }

    long promptTokens() {
        return sum(List.of("input", "cache_read"));
    }

    long completionTokens() {
        return sum(List.of("output", "reasoning"));
    }

    private long sum(List<String> classes) {
        return classes.stream().mapToLong(name -> counts.getOrDefault(name, 0L)).sum();
    }

    Sum sum() {
        return new Sum(number == 0 ? 1 : 0, promptTokens(), completionTokens(), cost, unpricedCalls);
    }

    LocalDate day() {
        return at.atZone(ZoneOffset.UTC).toLocalDate();
    }

    Instant quarter() {
        long millis = Duration.ofMinutes(15).toMillis();
        return Instant.ofEpochMilli(Math.floorDiv(at.toEpochMilli(), millis) * millis);
    }

    /** Returns this line as all that is said of its event. */
    Entry net() {
        return new Entry(id, 0, null, at, who, model, counts, cost, unpricedCalls, usageStatus, pricingStatus);
    }

    /** Returns what this line and {@code later}, of the same event, come to. */
    Entry plus(Entry later) {
        var sum = new TreeMap<>(counts);
        later.counts.forEach((name, count) -> sum.merge(name, count, Long::sum));
        return new Entry(
                id,
                0,
                null,
                at,
                who,
                model,
                sum,
                cost.add(later.cost),
                unpricedCalls + later.unpricedCalls,
                later.usageStatus,
                later.pricingStatus);
    }

    /** What lines add up to. */
    record Sum(long calls, long prompt, long completion, BigDecimal cost, long unpriced) {
        static final Sum ZERO = new Sum(0, 0, 0, BigDecimal.ZERO, 0);

        Sum {
            cost = cost.signum() == 0 ? BigDecimal.ZERO : cost.stripTrailingZeros();
        }

        Sum plus(Sum more) {
            return new Sum(
                    Math.addExact(calls, more.calls),
                    Math.addExact(prompt, more.prompt),
                    Math.addExact(completion, more.completion),
                    cost.add(more.cost),
                    Math.addExact(unpriced, more.unpriced));
        }
    }
}
