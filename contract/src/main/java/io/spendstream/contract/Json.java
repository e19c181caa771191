package io.spendstream.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the JSON forms of events and ledger lines share: bounded parsing and the fields that are the same in both. */
final class Json {
    private static final int NESTING_MAX = 32;
    private static final int NUMBER_LENGTH_MAX = 64;

    private Json() {}

    static JsonFactory factory() {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(NESTING_MAX)
                        .maxNumberLength(NUMBER_LENGTH_MAX)
                        .maxStringLength(UsageEventJson.RECORD_BYTES_MAX)
                        .build())
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
    }

    static void writeAttribution(JsonGenerator json, Attribution attribution) throws IOException {
        json.writeStringField("session_id", attribution.sessionId());
        writeOptional(json, "task_type", attribution.taskType());
        writeOptional(json, "team", attribution.team());
        writeOptional(json, "agent", attribution.agent());
        writeOptional(json, "project", attribution.project());
        writeOptional(json, "user", attribution.user());
        writeOptional(json, "environment", attribution.environment());
        writeOptional(json, "parent_session_id", attribution.parentSessionId());
        if (!attribution.tags().isEmpty()) {
            json.writeObjectFieldStart("tags");
            for (Map.Entry<String, String> tag : attribution.tags().entrySet()) {
                json.writeStringField(tag.getKey(), tag.getValue());
            }
            json.writeEndObject();
        }
    }

    static void writeCall(JsonGenerator json, ModelCall call) throws IOException {
        json.writeStringField("provider", call.provider());
        json.writeStringField("model", call.model());
        writeOptional(json, "request_model", call.requestModel());
        writeOptional(json, "api", call.api());
        writeOptional(json, "service_tier", call.serviceTier());
    }

    static void writeUsage(JsonGenerator json, UsageCounts usage) throws IOException {
        json.writeObjectFieldStart("usage");
        for (UsageClass usageClass : UsageClass.all()) {
            if (usage.has(usageClass)) {
                json.writeNumberField(usageClass.wireName(), usage.get(usageClass));
            }
        }
        json.writeEndObject();
    }

    static void writeOptional(JsonGenerator json, String field, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(field, value);
        }
    }

    /** Returns the parser's sentence without the location, which would repeat the source. */
    static String messageOf(IOException e) {
        String message = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        return message == null ? "not well-formed JSON" : message.replaceAll("\\p{Cntrl}", " ");
    }

    static String typeOf(@Nullable JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "no value";
        };
    }
}
