package io.spendstream.contract;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The text of an event record, put together field by field, so that each can be wrong in a way no writer allows. */
final class RecordText {
    private final Map<String, String> fields = new LinkedHashMap<>();

    private RecordText() {}

    /** Returns the text of a valid event with no more than the required fields. */
    static RecordText minimal() {
        return new RecordText()
                .with("schema_version", "1")
                .with("event_id", "\"openai:chatcmpl-1\"")
                .with("timestamp", "\"2026-11-21T20:43:27.512Z\"")
                .with("session_id", "\"session-1\"")
                .with("provider", "\"openai\"")
                .with("model", "\"gpt-5-mini\"")
                .with("usage", "{\"input\":1234,\"output\":321}");
    }

    /** Returns this text with the JSON {@code value} in the place of {@code field}, or at the end. */
    RecordText with(String field, String value) {
        fields.put(field, value);
        return this;
    }

    RecordText without(String field) {
        fields.remove(field);
        return this;
    }

    byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return fields.entrySet().stream()
                .map(field -> "\"%s\":%s".formatted(field.getKey(), field.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }
}
