package io.spendstream.stream.pricing.lists;

import com.fasterxml.jackson.databind.JsonNode;
import io.spendstream.contract.UsageClass;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic that genai-prices publishes, written after its description and in ignorance of the importer: usage is
 * inclusive and taken apart, the last condition that holds names the prices, and the highest tier that the whole input
 * exceeds re-prices all tokens.
 */
final class GenaiOracle {
    private static final Map<String, String> PRICE_OF =
            Map.of("cache_read", "cache_read_mtok", "cache_write_5m", "cache_write_mtok", "output", "output_mtok");

    private GenaiOracle() {}

    /** Returns what {@code counts} cost, or null if a class used has no price of its own. */
    static @Nullable BigDecimal cost(JsonNode prices, Map<UsageClass, Long> counts, Instant at) {
        JsonNode active = prices.isArray() ? active(prices, at) : prices;
        long input = counts.entrySet().stream()
                .filter(count -> count.getKey() != UsageClass.OUTPUT)
                .mapToLong(Map.Entry::getValue)
                .sum();
        BigDecimal cost = BigDecimal.ZERO;
        for (Map.Entry<UsageClass, Long> count : counts.entrySet()) {
            String name = PRICE_OF.getOrDefault(count.getKey().wireName(), "input_mtok");
            JsonNode price = active.path(name);
            if (price.isMissingNode()) {
                return null;
            }
            cost = cost.add(rate(price, input).multiply(BigDecimal.valueOf(count.getValue())));
        }
        return cost.movePointLeft(6);
    }

    /** Returns whether a long prompt costs something else. */
    static boolean hasTiers(JsonNode prices) {
        return prices.findValue("tiers") != null;
    }

    private static BigDecimal rate(JsonNode price, long input) {
        if (!price.isObject()) {
            return price.decimalValue();
        }
        BigDecimal rate = price.path("base").decimalValue();
        for (JsonNode tier : price.path("tiers")) {
            if (input > tier.path("start").asLong()) {
                rate = tier.path("price").decimalValue();
            }
        }
        return rate;
    }

    private static JsonNode active(JsonNode conditions, Instant at) {
        for (int i = conditions.size() - 1; i >= 0; i--) {
            if (holds(conditions.get(i).path("constraint"), at)) {
                return conditions.get(i).path("prices");
            }
        }
        return conditions.get(0).path("prices");
    }

    private static boolean holds(JsonNode constraint, Instant at) {
        if (constraint.has("start_date")) {
            LocalDate day = at.atZone(ZoneOffset.UTC).toLocalDate();
            return !day.isBefore(LocalDate.parse(constraint.path("start_date").asText()));
        }
        if (constraint.has("start_time")) {
            LocalTime time = at.atZone(ZoneOffset.UTC).toLocalTime();
            LocalTime start =
                    LocalTime.parse(constraint.path("start_time").asText().replace("Z", ""));
            LocalTime end = LocalTime.parse(constraint.path("end_time").asText().replace("Z", ""));
            return !time.isBefore(start) && time.isBefore(end);
        }
        return true;
    }

    /** Returns moments at which the prices may differ. */
    static List<Instant> moments(JsonNode prices) {
        List<Instant> moments =
                new ArrayList<>(List.of(Instant.parse("2026-09-23T12:00:00Z"), Instant.parse("2026-09-23T02:30:00Z")));
        for (JsonNode date : prices.findValues("start_date")) {
            Instant start =
                    LocalDate.parse(date.asText()).atStartOfDay(ZoneOffset.UTC).toInstant();
            moments.add(start.minusSeconds(1));
            moments.add(start);
            moments.add(start.plusSeconds(43_200));
        }
        return moments;
    }
}
