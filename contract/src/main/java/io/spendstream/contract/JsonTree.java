package io.spendstream.contract;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads and writes small JSON objects off the per-event path, with messages that name the object and the field. */
final class JsonTree {
    private static final ObjectMapper JSON = new ObjectMapper(Json.factory())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    private static final int DECIMAL_LENGTH_MAX = 64;

    private final String what;
    private final JsonNode node;

    private JsonTree(String what, JsonNode node) {
        this.what = what;
        this.node = node;
    }

    /**
     * Reads the object in {@code record}.
     *
     * @param what what the object is, with its article, for sentences
     * @throws IllegalArgumentException if it is not one
     */
    static JsonTree read(String what, byte[] record) {
        JsonNode node;
        try {
            node = JSON.readTree(record);
        } catch (IOException e) {
            throw new IllegalArgumentException("not %s: it is %s".formatted(what, Json.messageOf(e)), e);
        }
        if (node == null || !node.isObject()) {
            throw new IllegalArgumentException(what + " must be a JSON object");
        }
        return new JsonTree(what, node);
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static byte[] write(ObjectNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    boolean has(String field) {
        return node.hasNonNull(field);
    }

    boolean isTrue(String field) {
        return node.path(field).asBoolean(false);
    }

    /** Returns the object in {@code field}; one without fields if there is none. */
    JsonTree object(String field) {
        JsonNode value = node.path(field);
        if (!value.isMissingNode() && !value.isObject()) {
            throw must(field, "an object");
        }
        return new JsonTree(what, value);
    }

    List<JsonTree> objects(String field) {
        JsonNode array = node.path(field);
        List<JsonTree> objects = new ArrayList<>();
        for (JsonNode value : array) {
            if (!value.isObject()) {
                throw must(field, "an array of objects");
            }
            objects.add(new JsonTree(what, value));
        }
        if (!array.isArray()) {
            throw must(field, "an array of objects");
        }
        return objects;
    }

    String text(String field) {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw must(field, "a string");
        }
        return value.textValue();
    }

    @Nullable
    String optionalText(String field) {
        return has(field) ? text(field) : null;
    }

    List<String> texts(String field) {
        JsonNode array = node.path(field);
        List<String> texts = new ArrayList<>();
        array.forEach(value -> texts.add(value.textValue()));
        if (!array.isArray() || texts.contains(null)) {
            throw must(field, "an array of strings");
        }
        return texts;
    }

    long number(String field) {
        JsonNode value = node.path(field);
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw must(field, "a whole number");
        }
        return value.longValue();
    }

    Instant time(String field) {
        try {
            return WireTime.parse(text(field));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "%s's %s must be a time, such as 2026-11-21T20:43:28Z".formatted(what, field), e);
        }
    }

    @Nullable
    Instant optionalTime(String field) {
        return has(field) ? time(field) : null;
    }

    BigDecimal decimal(String field) {
        String text = text(field);
        try {
            if (text.length() <= DECIMAL_LENGTH_MAX) {
                return new BigDecimal(text);
            }
        } catch (NumberFormatException e) {
            // falls through: what is not a number is as wrong as what is too long
        }
        throw new IllegalArgumentException("%s's %s must be a decimal string of at most %d characters, such as \"0.8\""
                .formatted(what, field, DECIMAL_LENGTH_MAX));
    }

    /** Returns the constant {@code find} knows by the text in {@code field}; {@code names} says which there are. */
    <E> E constant(String field, Function<String, Optional<E>> find, String names) {
        return find.apply(text(field))
                .orElseThrow(
                        () -> new IllegalArgumentException("%s's %s must be one of %s".formatted(what, field, names)));
    }

    Map<BudgetDimension, String> values(String field) {
        var values = new EnumMap<BudgetDimension, String>(BudgetDimension.class);
        JsonTree object = object(field);
        object.node.fieldNames().forEachRemaining(name -> values.put(dimension(field, name), object.text(name)));
        return values;
    }

    List<BudgetDimension> dimensions(String field) {
        return has(field)
                ? texts(field).stream().map(name -> dimension(field, name)).toList()
                : List.of();
    }

    private BudgetDimension dimension(String field, String name) {
        return BudgetDimension.of(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s's %s must be of %s".formatted(what, field, BudgetDimension.wireNames())));
    }

    private IllegalArgumentException must(String field, String type) {
        return new IllegalArgumentException("%s must have %s, %s".formatted(what, field, type));
    }
}
