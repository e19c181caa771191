package io.spendstream.stream.simulation;

import io.spendstream.contract.UsageStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Prices, as a book that can be published and as plain arithmetic that says the same.
 *
 * @param eras the prices of all models; those of one model follow each other in time
 */
record PriceList(List<Era> eras) {
    private static final BigDecimal LINE_MAX = new BigDecimal("9999.999999");

    /**
     * The prices of a model for a while.
     *
     * @param model the model
     * @param from the first moment; null for always
     * @param until the moment they end; null for never
     * @param standard dollars per million tokens, by class
     * @param priority the same on the tier {@code priority}; empty if it has none
     * @param longFrom from which prompt on it is a long one; 0 if length does not matter
     * @param longer dollars per million tokens of calls with a long prompt
     */
    record Era(
            String model,
            @Nullable Instant from,
            @Nullable Instant until,
            Map<String, BigDecimal> standard,
            Map<String, BigDecimal> priority,
            long longFrom,
            Map<String, BigDecimal> longer) {
        boolean covers(Instant time) {
            return (from == null || !time.isBefore(from)) && (until == null || time.isBefore(until));
        }

        Era until(Instant end) {
            return new Era(model, from, end, standard, priority, longFrom, longer);
        }
    }

    /**
     * What a call costs.
     *
     * @param status as the ledger spells it; {@code too large} if no line holds it
     * @param cost dollars; null if not known
     */
    record Cost(String status, @Nullable BigDecimal cost) {}

    static final String TOO_LARGE = "too large";

    PriceList {
        eras = List.copyOf(eras);
    }

    Cost cost(String model, @Nullable String tier, SortedMap<String, Long> counts, UsageStatus status, Instant at) {
        if (status == UsageStatus.MISSING || counts.isEmpty()) {
            return new Cost("unmetered", null);
        }
        for (Era era : eras) {
            if (era.model().equals(model) && era.covers(at)) {
                return cost(rates(era, tier, counts), counts);
            }
        }
        return new Cost("unpriced", null);
    }

    private static Map<String, BigDecimal> rates(Era era, @Nullable String tier, Map<String, Long> counts) {
        if (tier != null) {
            return tier.equals("priority") ? era.priority() : Map.of();
        }
        long prompt = counts.getOrDefault("input", 0L) + counts.getOrDefault("cache_read", 0L);
        return era.longFrom() > 0 && prompt > era.longFrom() ? era.longer() : era.standard();
    }

    private static Cost cost(Map<String, BigDecimal> rates, Map<String, Long> counts) {
        BigDecimal millions = BigDecimal.ZERO;
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            BigDecimal rate = rates.get(count.getKey());
            if (rate == null && count.getKey().equals("reasoning")) {
                rate = rates.get("output");
            }
            if (rate == null) {
                return new Cost("unpriced", null);
            }
            millions = millions.add(rate.multiply(BigDecimal.valueOf(count.getValue())));
        }
        BigDecimal cost = millions.movePointLeft(6);
        if (cost.compareTo(LINE_MAX) > 0) {
            return new Cost(TOO_LARGE, null);
        }
        boolean isFree = rates.values().stream().allMatch(rate -> rate.signum() == 0);
        return new Cost(isFree ? "free" : "priced", cost);
    }

    /** Returns the file of a book that says this. */
    String toFile() {
        var entries = new StringJoiner(",\n");
        List<String> ids = new ArrayList<>();
        for (Era era : eras) {
            String id = "%s/%s@%d".formatted(Copy.PROVIDER, era.model(), ids.size());
            ids.add(id);
            entries.add(entry(id, era));
        }
        return """
                {"format": 1, "date": "2026-11-21", "source": "https://acme.example/prices", "checked": "2026-11-21",
                 "entries": [%s]}
                """.formatted(entries);
    }

    private static String entry(String id, Era era) {
        var fields = new StringJoiner(", ", "{", "}");
        fields.add("\"id\": \"%s\", \"provider\": \"%s\", \"model\": \"%s\"".formatted(id, Copy.PROVIDER, era.model()));
        if (era.from() != null) {
            fields.add("\"effective_from\": \"%s\"".formatted(era.from()));
        }
        if (era.until() != null) {
            fields.add("\"effective_to\": \"%s\"".formatted(era.until()));
        }
        fields.add(rates(era.standard()));
        if (era.longFrom() > 0) {
            fields.add("\"long_context\": {\"threshold\": %d, \"inclusive\": false, %s}"
                    .formatted(era.longFrom(), rates(era.longer())));
        }
        if (!era.priority().isEmpty()) {
            fields.add("\"tiers\": {\"priority\": {%s}}".formatted(rates(era.priority())));
        }
        return fields.toString();
    }

    private static String rates(Map<String, BigDecimal> rates) {
        var fields = new StringJoiner(", ", "\"usd_per_million_tokens\": {", "}");
        rates.forEach((name, rate) -> fields.add("\"%s\": %s".formatted(name, rate.toPlainString())));
        return fields.toString();
    }
}
