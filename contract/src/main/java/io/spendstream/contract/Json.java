package io.spendstream.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the JSON forms of events and ledger lines share: bounded parsing and the fields that are the same in both. */
final class Json {
    private static final int NESTING_MAX = 32;
    private static final int NUMBER_LENGTH_MAX = 64;

    private static final Map<UsageClass, SerializableString> CLASS_NAMES = new EnumMap<>(UsageClass.class);

    static {
        for (UsageClass usageClass : UsageClass.all()) {
            CLASS_NAMES.put(usageClass, new SerializedString(usageClass.wireName()));
        }
    }

    private Json() {}

    static JsonFactory factory() {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(NESTING_MAX)
                        .maxNumberLength(NUMBER_LENGTH_MAX)
                        .maxStringLength(UsageEventJson.RECORD_BYTES_MAX)
                        .build())
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                // UTF-8 and nothing else: a record that reads as UTF-16 to one program must not read as text to another
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                // field names are a stranger's: they must neither fill the JVM's table of strings nor, by colliding,
                // have the records of others refused
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .build();
    }

    static void writeAttribution(JsonGenerator json, Attribution attribution) throws IOException {
        write(json, Field.SESSION_ID, attribution.sessionId());
        writeOptional(json, Field.TASK_TYPE, attribution.taskType());
        writeOptional(json, Field.TEAM, attribution.team());
        writeOptional(json, Field.AGENT, attribution.agent());
        writeOptional(json, Field.PROJECT, attribution.project());
        writeOptional(json, Field.USER, attribution.user());
        writeOptional(json, Field.ENVIRONMENT, attribution.environment());
        writeOptional(json, Field.PARENT_SESSION_ID, attribution.parentSessionId());
        if (!attribution.tags().isEmpty()) {
            json.writeFieldName(Field.TAGS.encoded());
            json.writeStartObject();
            for (Map.Entry<String, String> tag : attribution.tags().entrySet()) {
                json.writeFieldName(tag.getKey());
                writeText(json, tag.getValue());
            }
            json.writeEndObject();
        }
    }

    static void writeCall(JsonGenerator json, ModelCall call) throws IOException {
        write(json, Field.PROVIDER, call.provider());
        write(json, Field.MODEL, call.model());
        writeOptional(json, Field.REQUEST_MODEL, call.requestModel());
        writeOptional(json, Field.API, call.api());
        writeOptional(json, Field.SERVICE_TIER, call.serviceTier());
    }

    static void writeUsage(JsonGenerator json, UsageCounts usage) throws IOException {
        json.writeFieldName(Field.USAGE.encoded());
        json.writeStartObject();
        for (UsageClass usageClass : UsageClass.all()) {
            if (usage.has(usageClass)) {
                json.writeFieldName(CLASS_NAMES.get(usageClass));
                json.writeNumber(usage.get(usageClass));
            }
        }
        json.writeEndObject();
    }

    static void writeOptional(JsonGenerator json, Field field, @Nullable String value) throws IOException {
        if (value != null) {
            write(json, field, value);
        }
    }

    static void write(JsonGenerator json, Field field, String value) throws IOException {
        json.writeFieldName(field.encoded());
        writeText(json, value);
    }

    static void write(JsonGenerator json, Field field, long value) throws IOException {
        json.writeFieldName(field.encoded());
        json.writeNumber(value);
    }

    /** Writes {@code text} as bytes: the generator copies those at once, and characters one by one. */
    private static void writeText(JsonGenerator json, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        json.writeUTF8String(bytes, 0, bytes.length);
    }

    /** Returns what is wrong and where, in our own words: the parser's would repeat what it found. */
    static String messageOf(IOException e) {
        long offset = e instanceof JsonProcessingException json && json.getLocation() != null
                ? json.getLocation().getByteOffset()
                : -1;
        String place = offset < 0 ? "" : " at byte " + offset;
        if (e instanceof StreamConstraintsException) {
            return "nested deeper than %d levels or has a number longer than %d characters%s"
                    .formatted(NESTING_MAX, NUMBER_LENGTH_MAX, place);
        }
        return e instanceof JsonEOFException ? "cut short" + place : "not well-formed JSON" + place;
    }

    /**
     * Returns the whole number {@code json} stands on.
     *
     * @throws IllegalArgumentException if it stands on something else, or the number does not fit
     */
    static long longValue(String field, JsonParser json) throws IOException {
        boolean isLong = json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && (json.getNumberType() == NumberType.INT || json.getNumberType() == NumberType.LONG);
        if (!isLong) {
            throw new IllegalArgumentException(
                    "%s must be a whole number below 2^63, found %s".formatted(field, typeOf(json.currentToken())));
        }
        return json.getLongValue();
    }

    /**
     * Returns the text {@code json} stands on.
     *
     * @throws IllegalArgumentException if it stands on something else
     */
    static String textValue(String field, JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new IllegalArgumentException(
                    "%s must be a string, found %s".formatted(field, typeOf(json.currentToken())));
        }
        return json.getText();
    }

    static String typeOf(@Nullable JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "a whole number";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction or an exponent";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "no value";
        };
    }
}
