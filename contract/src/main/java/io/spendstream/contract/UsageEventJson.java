package io.spendstream.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The wire form of a {@link UsageEvent}, read and written without reflection.
 *
 * <pre>
 * event   := { "schema_version": 1, "event_id": text, "timestamp": RFC 3339 with an offset, years 0000 to 9999,
 *              "session_id": text, ["task_type" | "team" | "agent" | "project" | "user" | "environment"
 *                                   | "parent_session_id": text]…, ["tags": { text: text … }],
 *              "provider": text, "model": text, ["request_model" | "api" | "service_tier": text]…,
 *              "usage": { class: count … }, ["usage_status": "final" | "provisional" | "missing"],
 *              ["provider_cost": cost], ["latency_ms": count], ["status": text], ["usage_flags": [name …]] }
 * class   := the wire name of a {@link UsageClass}
 * name    := 1 to 64 of a-z, 0-9 and _; at most 16 of them
 * text    := 1 to 256 UTF-16 code units, no control, line or direction characters
 * count   := 0 to 10^12, written without fraction or exponent
 * cost    := a decimal string (or number) from 0 to 10^9 with at most 20 decimals
 * </pre>
 *
 * <p>Null is the same as absent; no field listed may stand twice. Fields not listed are tolerated, except inside {@code
 * usage}: a class that is not known cannot be billed, and ignoring it would under-count. The whole record is at most
 * {@link #RECORD_BYTES_MAX} bytes of UTF-8 without a byte order mark. The JSON Schema with examples is the resource
 * {@code /schema/usage-event.schema.json}.
 *
 * <p>Thread-safe: all methods are pure.
 */
public final class UsageEventJson {
    /** The largest record that is read, in bytes. */
    public static final int RECORD_BYTES_MAX = 65_536;

    private static final JsonFactory JSON = Json.factory();
    private static final Pattern VERSION = Pattern.compile("[-+.0-9A-Za-z]{1,20}");
    private static final int VERSION_NUMBER = EventFields.FURTHER_FIELDS;

    private UsageEventJson() {}

    /** Returns {@code event} as UTF-8 JSON without line breaks. */
    public static byte[] write(UsageEvent event) {
        var bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            Json.write(json, Field.SCHEMA_VERSION, UsageEvent.SCHEMA_VERSION);
            Json.write(json, Field.EVENT_ID, event.eventId());
            Json.write(json, Field.TIMESTAMP, WireTime.write(event.timestamp()));
            Json.writeAttribution(json, event.attribution());
            Json.writeCall(json, event.call());
            Json.writeUsage(json, event.usage());
            Json.write(json, Field.USAGE_STATUS, event.usageStatus().wireName());
            if (event.providerCost() != null) {
                Json.write(json, Field.PROVIDER_COST, event.providerCost().toPlainString());
            }
            if (event.latencyMillis() != null) {
                Json.write(json, Field.LATENCY_MS, event.latencyMillis());
            }
            Json.writeOptional(json, Field.STATUS, event.status());
            UsageFlags.write(json, event.usageFlags());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads one event.
     *
     * @throws RejectedException if {@code record} is not a valid event of a known version; the message names the field
     */
    public static UsageEvent read(byte[] record) {
        if (record.length > RECORD_BYTES_MAX) {
            throw new RejectedException(
                    RejectionReason.RECORD_TOO_LARGE,
                    "a record must be at most %d bytes: %d".formatted(RECORD_BYTES_MAX, record.length));
        }
        if (!Utf8.isWellFormed(record)) {
            throw new RejectedException(RejectionReason.MALFORMED_JSON, "a record must be well-formed UTF-8");
        }
        try {
            return readObject(record);
        } catch (RejectedException e) {
            String other = otherVersion(record);
            throw other == null ? e : unsupported(other);
        }
    }

    private static UsageEvent readObject(byte[] record) {
        try (JsonParser json = JSON.createParser(record)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new RejectedException(RejectionReason.MALFORMED_JSON, "a record must be one JSON object");
            }
            var fields = EventFields.ofEvent();
            boolean hasVersion = false;
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String field = json.currentName();
                json.nextToken();
                if (fields.read(field, json)) {
                    continue;
                }
                if (field.equals("schema_version")) {
                    fields.once(field, VERSION_NUMBER);
                    hasVersion = isOurVersion(json);
                } else {
                    json.skipChildren();
                }
            }
            if (json.nextToken() != null) {
                throw new RejectedException(RejectionReason.MALFORMED_JSON, "a record must be one JSON object only");
            }
            return toEvent(fields, hasVersion);
        } catch (IOException e) {
            throw new RejectedException(
                    RejectionReason.MALFORMED_JSON, "a record must be one JSON object; it is " + Json.messageOf(e));
        }
    }

    private static UsageEvent toEvent(EventFields fields, boolean hasVersion) {
        EventFields.required("schema_version", hasVersion ? UsageEvent.SCHEMA_VERSION : null);
        UsageStatus status = fields.usageStatus();
        return new UsageEvent(
                fields.eventId(),
                fields.timestamp(),
                fields.attribution(),
                fields.call(),
                fields.usage(),
                status == null ? UsageStatus.FINAL : status,
                fields.providerCost(),
                fields.latencyMillis(),
                fields.status(),
                fields.usageFlags());
    }

    /** Returns true if the version is ours, false if it is null. */
    private static boolean isOurVersion(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return false;
        }
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw EventFields.wrongType("schema_version", "a whole number", json);
        }
        if (!isVersion(json, UsageEvent.SCHEMA_VERSION)) {
            throw unsupported(json.getText());
        }
        return true;
    }

    private static boolean isVersion(JsonParser json, int version) throws IOException {
        return json.getNumberType() == NumberType.INT && json.getIntValue() == version;
    }

    /** Names the version, unless it is no version that anybody could have meant. */
    private static RejectedException unsupported(String version) {
        String found = VERSION.matcher(version).matches() ? ", found " + version : "";
        return new RejectedException(
                RejectionReason.UNSUPPORTED_SCHEMA_VERSION,
                "schema_version must be %d%s".formatted(UsageEvent.SCHEMA_VERSION, found));
    }

    /**
     * Returns the version the record says it has, if it is another one, in which case what else is wrong with it says
     * little; else null.
     */
    private static @Nullable String otherVersion(byte[] record) {
        try (JsonParser json = JSON.createParser(record)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean isVersion = json.currentName().equals("schema_version");
                json.nextToken();
                if (isVersion) {
                    boolean isOther = json.currentToken().isScalarValue()
                            && json.currentToken() != JsonToken.VALUE_NULL
                            && !json.getText().equals(String.valueOf(UsageEvent.SCHEMA_VERSION));
                    return isOther ? json.getText() : null;
                }
                json.skipChildren();
            }
            return null;
        } catch (IOException e) {
            return null;
        }
    }
}
