package io.spendstream.stream.pricing.lists;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A match clause of genai-prices. What it accepts by prefix, part or pattern cannot be said in a book, where a name is
 * exact or not there; so it is only asked which literal names it has, and whether a name would be its.
 */
final class GenaiMatch {
    private GenaiMatch() {}

    /** Returns whether {@code clause} accepts {@code name}. */
    static boolean accepts(JsonNode clause, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (Map.Entry<String, JsonNode> field : clause.properties()) {
            JsonNode value = field.getValue();
            String literal = value.asText().toLowerCase(Locale.ROOT);
            boolean isAccepted = switch (field.getKey()) {
                case "equals" -> lower.equals(literal);
                case "starts_with" -> lower.startsWith(literal);
                case "ends_with" -> lower.endsWith(literal);
                case "contains" -> lower.contains(literal);
                case "regex" ->
                    Pattern.compile(value.asText(), Pattern.CASE_INSENSITIVE)
                            .matcher(lower)
                            .find();
                case "or" -> anyAccepts(value, lower);
                case "and" -> allAccept(value, lower);
                default -> false;
            };
            if (isAccepted) {
                return true;
            }
        }
        return false;
    }

    /** Returns the names that {@code clause} gives in full. */
    static List<String> fullNames(JsonNode clause) {
        List<String> names = new ArrayList<>();
        collect(clause, List.of("equals"), names);
        return names;
    }

    /** Returns the parts of names that {@code clause} gives; some are names in full. */
    static List<String> partialNames(JsonNode clause) {
        List<String> names = new ArrayList<>();
        collect(clause, List.of("starts_with", "ends_with", "contains"), names);
        return names;
    }

    private static void collect(JsonNode clause, List<String> operators, List<String> names) {
        for (Map.Entry<String, JsonNode> field : clause.properties()) {
            if (operators.contains(field.getKey())) {
                names.add(field.getValue().asText());
            }
            if (field.getValue().isArray()) {
                field.getValue().forEach(inner -> collect(inner, operators, names));
            }
        }
    }

    private static boolean anyAccepts(JsonNode clauses, String name) {
        for (JsonNode clause : clauses) {
            if (accepts(clause, name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean allAccept(JsonNode clauses, String name) {
        for (JsonNode clause : clauses) {
            if (!accepts(clause, name)) {
                return false;
            }
        }
        return true;
    }
}
