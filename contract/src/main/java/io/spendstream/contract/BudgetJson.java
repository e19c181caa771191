package io.spendstream.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The wire form of a {@link Budget} on {@link Topic#BUDGETS}.
 *
 * <pre>
 * { "id": text, "name": text, "scope": { "dimension": name, "values": [text …] }, "period": "day",
 *   "limit_usd": decimal string, "thresholds": [decimal string …] }
 * </pre>
 *
 * <p>Thread-safe: all methods are pure.
 */
public final class BudgetJson {
    private static final ObjectMapper JSON = new ObjectMapper(Json.factory());

    private BudgetJson() {}

    /** Returns {@code budget} as UTF-8 JSON. */
    public static byte[] write(Budget budget) {
        ObjectNode node = JSON.createObjectNode();
        node.put("id", budget.id());
        node.put("name", budget.name());
        ObjectNode scope = node.putObject("scope");
        scope.put("dimension", budget.dimension().wireName());
        ArrayNode values = scope.putArray("values");
        budget.values().forEach(values::add);
        node.put("period", "day");
        node.put("limit_usd", budget.limit().toBigDecimal().stripTrailingZeros().toPlainString());
        ArrayNode thresholds = node.putArray("thresholds");
        budget.thresholds().forEach(threshold -> thresholds.add(threshold.toPlainString()));
        try {
            return JSON.writeValueAsBytes(node);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    /**
     * Reads a budget.
     *
     * @throws IllegalArgumentException naming the field that is wrong
     */
    public static Budget read(byte[] record) {
        JsonNode node;
        try {
            node = JSON.readTree(record);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a budget: " + Json.messageOf(e), e);
        }
        if (node == null || !node.isObject()) {
            throw new IllegalArgumentException("a budget must be a JSON object");
        }
        String id = text(node, "id");
        String period = text(node, "period");
        if (!period.equals("day")) {
            throw new IllegalArgumentException("budget %s: period must be day: %s".formatted(id, period));
        }
        JsonNode scope = node.path("scope");
        List<String> values = new ArrayList<>();
        scope.path("values").forEach(value -> values.add(value.asText()));
        List<BigDecimal> thresholds = new ArrayList<>();
        node.path("thresholds").forEach(threshold -> thresholds.add(new BigDecimal(threshold.asText())));
        return new Budget(
                id,
                text(node, "name"),
                Dimension.valueOf(text(scope, "dimension").toUpperCase(Locale.ROOT)),
                values,
                Money.of(text(node, "limit_usd")),
                thresholds);
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("a budget must have " + field + ", a string");
        }
        return value.textValue();
    }
}
