package io.spendstream.contract;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

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
    private static final ObjectMapper JSON = new ObjectMapper(Json.factory())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    private static final int DECIMAL_LENGTH_MAX = 64;

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
            throw new IllegalArgumentException("not a budget: it is " + Json.messageOf(e), e);
        }
        if (node == null || !node.isObject()) {
            throw new IllegalArgumentException("a budget must be a JSON object");
        }
        String id = text(node, "id");
        String period = text(node, "period");
        if (!period.equals("day")) {
            throw new IllegalArgumentException("a budget's period must be day");
        }
        JsonNode scope = node.path("scope");
        List<BigDecimal> thresholds = new ArrayList<>();
        for (String threshold : texts(node, "thresholds")) {
            thresholds.add(decimal("thresholds", threshold));
        }
        return new Budget(
                id,
                text(node, "name"),
                Dimension.of(text(scope, "dimension"))
                        .orElseThrow(() -> new IllegalArgumentException(
                                "a budget's dimension must be one of " + Dimension.wireNamesOfLines())),
                texts(scope, "values"),
                limit(text(node, "limit_usd")),
                thresholds);
    }

    private static Money limit(String text) {
        try {
            return Money.of(decimal("limit_usd", text));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("a budget's limit_usd must be an amount: " + e.getMessage(), e);
        }
    }

    private static BigDecimal decimal(String field, String text) {
        try {
            if (text.length() <= DECIMAL_LENGTH_MAX) {
                return new BigDecimal(text);
            }
        } catch (NumberFormatException e) {
            // falls through: what is not a number is as wrong as what is too long
        }
        throw new IllegalArgumentException(
                "a budget's %s must be decimal strings of at most %d characters, such as \"0.8\""
                        .formatted(field, DECIMAL_LENGTH_MAX));
    }

    private static List<String> texts(JsonNode node, String field) {
        JsonNode array = node.path(field);
        List<String> texts = new ArrayList<>();
        array.forEach(value -> texts.add(value.textValue()));
        if (!array.isArray() || texts.contains(null)) {
            throw new IllegalArgumentException("a budget must have %s, an array of strings".formatted(field));
        }
        return texts;
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("a budget must have %s, a string".formatted(field));
        }
        return value.textValue();
    }
}
