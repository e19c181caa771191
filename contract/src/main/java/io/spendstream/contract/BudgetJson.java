package io.spendstream.contract;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.zone.ZoneRulesException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The wire form of a {@link Budget} on {@link Topic#BUDGETS}; see {@code schema/budget.schema.json}.
 *
 * <p>Thread-safe: all methods are pure.
 */
public final class BudgetJson {
    private static final String WHAT = "a budget";

    private BudgetJson() {}

    /** Returns {@code budget} as UTF-8 JSON. */
    public static byte[] write(Budget budget) {
        ObjectNode node = JsonTree.object();
        node.put("id", budget.id());
        node.put("name", budget.name());
        putValues(node.putObject("scope"), budget.scope());
        putDimensions(node.putArray("each"), budget.each());
        putPeriod(node.putObject("period"), budget.period());
        BudgetAmount limit = budget.limit();
        switch (limit.unit()) {
            case USD -> node.put("limit_usd", limit.value().stripTrailingZeros().toPlainString());
            case TOKENS -> node.put("limit_tokens", limit.tokens());
        }
        ArrayNode thresholds = node.putArray("thresholds");
        for (BudgetThreshold threshold : budget.thresholds()) {
            thresholds
                    .addObject()
                    .put("ratio", threshold.ratio().toPlainString())
                    .put("severity", threshold.severity().wireName());
        }
        node.put("action", budget.action().wireName());
        node.put("forecast", budget.hasForecast());
        BurnRate burnRate = budget.burnRate();
        if (burnRate != null) {
            node.putObject("burn_rate")
                    .put("window", burnRate.window().toString())
                    .put("factor", burnRate.factor().toPlainString());
        }
        if (budget.owner() != null) {
            node.put("owner", budget.owner());
        }
        return JsonTree.write(node);
    }

    /**
     * Returns the record that says that there is no budget {@code id}, not even the one every installation starts with.
     * Unlike a record without a value, it stays on a compacted topic.
     */
    public static byte[] writeDeleted(String id) {
        return JsonTree.write(JsonTree.object().put("id", id).put("deleted", true));
    }

    /** Returns whether {@code record} says that there is no budget under its key. */
    public static boolean isDeleted(byte[] record) {
        return JsonTree.read(WHAT, record).isTrue("deleted");
    }

    /**
     * Reads a budget.
     *
     * @throws IllegalArgumentException naming the field that is wrong
     */
    public static Budget read(byte[] record) {
        JsonTree json = JsonTree.read(WHAT, record);
        return new Budget(
                json.text("id"),
                json.text("name"),
                json.values("scope"),
                dimensions(json, "each"),
                period(json.object("period")),
                limit(json),
                thresholds(json),
                json.constant("action", BudgetAction::of, "alert, block"),
                json.isTrue("forecast"),
                json.has("burn_rate") ? burnRate(json.object("burn_rate")) : null,
                json.optionalText("owner"));
    }

    static void putValues(ObjectNode node, Map<BudgetDimension, String> values) {
        values.forEach((dimension, value) -> node.put(dimension.wireName(), value));
    }

    static void putDimensions(ArrayNode array, Set<BudgetDimension> dimensions) {
        BudgetDimension.all().stream()
                .filter(dimensions::contains)
                .forEach(dimension -> array.add(dimension.wireName()));
    }

    static Set<BudgetDimension> dimensions(JsonTree json, String field) {
        Set<BudgetDimension> dimensions = EnumSet.noneOf(BudgetDimension.class);
        dimensions.addAll(json.dimensions(field));
        return dimensions;
    }

    static void putPeriod(ObjectNode node, BudgetPeriod period) {
        node.put("type", period.type().wireName());
        node.put("timezone", period.zoneName());
        if (period.type() == BudgetPeriod.Type.WEEK) {
            node.put("week_start", period.weekStart().name().toLowerCase(Locale.ROOT));
        }
        if (period.type() == BudgetPeriod.Type.MONTH) {
            node.put("day_of_month", period.dayOfMonth());
        }
    }

    static BudgetPeriod period(JsonTree json) {
        DayOfWeek weekStart = json.has("week_start")
                ? json.constant("week_start", BudgetJson::dayOfWeek, "monday to sunday")
                : DayOfWeek.MONDAY;
        return new BudgetPeriod(
                json.constant("type", BudgetPeriod.Type::of, BudgetPeriod.Type.wireNames()),
                zone(json),
                weekStart,
                json.has("day_of_month") ? (int) Math.min(json.number("day_of_month"), Integer.MAX_VALUE) : 1);
    }

    private static ZoneId zone(JsonTree json) {
        String name = json.text("timezone");
        return zoneOf(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "a budget's timezone must be a name of the IANA database, such as Europe/Berlin"));
    }

    /** Returns the zone the IANA database calls {@code name}, or empty if there is none. */
    public static Optional<ZoneId> zoneOf(String name) {
        try {
            boolean isKnown = ZoneId.getAvailableZoneIds().contains(name);
            return isKnown ? Optional.of(ZoneId.of(name)) : Optional.empty();
        } catch (ZoneRulesException e) {
            return Optional.empty();
        }
    }

    private static Optional<DayOfWeek> dayOfWeek(String name) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(day);
            }
        }
        return Optional.empty();
    }

    private static BudgetAmount limit(JsonTree json) {
        if (json.has("limit_usd") == json.has("limit_tokens")) {
            throw new IllegalArgumentException("a budget must have either limit_usd or limit_tokens");
        }
        if (json.has("limit_tokens")) {
            return BudgetAmount.tokens(json.number("limit_tokens"));
        }
        BigDecimal amount = json.decimal("limit_usd");
        try {
            return BudgetAmount.usd(Money.of(amount));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("a budget's limit_usd must be an amount: " + e.getMessage(), e);
        }
    }

    private static List<BudgetThreshold> thresholds(JsonTree json) {
        List<BudgetThreshold> thresholds = new ArrayList<>();
        for (JsonTree threshold : json.objects("thresholds")) {
            thresholds.add(new BudgetThreshold(
                    threshold.decimal("ratio"),
                    threshold.constant("severity", AlertSeverity::of, "info, warning, critical")));
        }
        return thresholds;
    }

    private static BurnRate burnRate(JsonTree json) {
        try {
            return new BurnRate(Duration.parse(json.text("window")), json.decimal("factor"));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a budget's window must be a duration, such as PT1H", e);
        }
    }
}
