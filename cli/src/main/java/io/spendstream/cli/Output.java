package io.spendstream.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/** How commands print JSON: indented, in the order it was put together, decimals as strings. */
public final class Output {
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\x{2028}\\x{2029}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}]");
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

    /**
     * Returns {@code text} with control, line and direction characters replaced, so that data cannot move the cursor,
     * forge a line or read otherwise than it is.
     */
    public static String printable(String text) {
        return UNPRINTABLE.matcher(text).replaceAll("\uFFFD");
    }
}
