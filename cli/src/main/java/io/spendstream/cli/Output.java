package io.spendstream.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How commands print JSON: indented, in the order it was put together, decimals as strings. */
public final class Output {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Output() {}

    /** Returns a new, empty JSON object. */
    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** Returns {@code node} as text. */
    public static String json(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    /** Returns {@code text} with control characters replaced, so that data cannot move the cursor or forge a line. */
    public static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "�");
    }
}
