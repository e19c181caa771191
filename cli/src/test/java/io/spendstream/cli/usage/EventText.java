package io.spendstream.cli.usage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Usage events as somebody without our library writes them. */
public final class EventText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private EventText() {}

    /** Returns a valid event of {@code session}, on one line. */
    public static String of(String eventId, String session) {
        return with(eventId, session, event -> {});
    }

    /** Returns an event of {@code session} after {@code change}, on one line. */
    public static String with(String eventId, String session, Consumer<ObjectNode> change) {
        ObjectNode event = JSON.createObjectNode();
        event.put("schema_version", 1);
        event.put("event_id", eventId);
        event.put("timestamp", Instant.now().toString());
        event.put("session_id", session);
        event.put("task_type", "test");
        event.put("provider", "openai");
        event.put("model", "gpt-4o-mini");
        event.putObject("usage").put("input", 1000).put("output", 10);
        change.accept(event);
        return event.toString();
    }

    /** Returns {@code lines} as standard input has them. */
    public static byte[] input(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
