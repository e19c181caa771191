package io.spendstream.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The wire form of a {@link UsageEvent}, read and written without reflection.
 *
 * <pre>
 * event   := { "schema_version": 1, "event_id": text, "timestamp": RFC 3339 with offset,
 *              "session_id": text, ["task_type" | "team" | "agent" | "project" | "user" | "environment"
 *                                   | "parent_session_id": text]…, ["tags": { text: text … }],
 *              "provider": text, "model": text, ["request_model" | "api" | "service_tier": text]…,
 *              "usage": { class: count … }, ["usage_status": "final" | "provisional" | "missing"],
 *              ["provider_cost": decimal string], ["latency_ms": count], ["status": text] }
 * class   := the wire name of a {@link UsageClass}
 * text    := 1 to 256 UTF-16 code units, no control characters
 * count   := 0 to 10^12
 * </pre>
 *
 * <p>Fields not listed are tolerated, except inside {@code usage}: a class that is not known cannot be billed, and
 * ignoring it would under-count. The whole record is at most {@link #RECORD_BYTES_MAX} bytes. The JSON Schema with
 * examples is the resource {@code /schema/usage-event.schema.json}.
 *
 * <p>Thread-safe: all methods are pure.
 */
public final class UsageEventJson {
    /** The largest record that is read, in bytes. */
    public static final int RECORD_BYTES_MAX = 65_536;

    private static final JsonFactory JSON = Json.factory();
    private static final BigDecimal PROVIDER_COST_MAX = new BigDecimal("1e9");
    private static final int PROVIDER_COST_DECIMALS_MAX = 20;

    private UsageEventJson() {}

    /** Returns {@code event} as UTF-8 JSON without line breaks. */
    public static byte[] write(UsageEvent event) {
        var bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("schema_version", UsageEvent.SCHEMA_VERSION);
            json.writeStringField("event_id", event.eventId());
            json.writeStringField("timestamp", event.timestamp().toString());
            Json.writeAttribution(json, event.attribution());
            Json.writeCall(json, event.call());
            Json.writeUsage(json, event.usage());
            json.writeStringField("usage_status", event.usageStatus().wireName());
            if (event.providerCost() != null) {
                json.writeStringField("provider_cost", event.providerCost().toPlainString());
            }
            if (event.latencyMillis() != null) {
                json.writeNumberField("latency_ms", event.latencyMillis());
            }
            Json.writeOptional(json, "status", event.status());
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
        try {
            return readObject(record);
        } catch (RejectedException e) {
            throw isOtherVersion(record)
                    ? new RejectedException(
                            RejectionReason.UNSUPPORTED_SCHEMA_VERSION,
                            "schema_version must be " + UsageEvent.SCHEMA_VERSION)
                    : e;
        }
    }

    private static UsageEvent readObject(byte[] record) {
        try (JsonParser json = JSON.createParser(record)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new RejectedException(RejectionReason.MALFORMED_JSON, "a record must be one JSON object");
            }
            var fields = new Fields();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String field = json.currentName();
                json.nextToken();
                fields.read(field, json);
            }
            if (json.nextToken() != null) {
                throw new RejectedException(RejectionReason.MALFORMED_JSON, "a record must be one JSON object only");
            }
            return fields.toEvent();
        } catch (IOException e) {
            throw new RejectedException(RejectionReason.MALFORMED_JSON, Json.messageOf(e));
        }
    }

    /** Returns whether the record says it has another version, in which case what else is wrong with it says little. */
    private static boolean isOtherVersion(byte[] record) {
        try (JsonParser json = JSON.createParser(record)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean isVersion = json.currentName().equals("schema_version");
                json.nextToken();
                if (isVersion) {
                    return json.currentToken().isScalarValue()
                            && json.currentToken() != JsonToken.VALUE_NULL
                            && !json.getText().equals(String.valueOf(UsageEvent.SCHEMA_VERSION));
                }
                json.skipChildren();
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    /** The fields read so far. */
    private static final class Fields {
        private long seen;
        private boolean hasVersion;
        private @Nullable String eventId;
        private @Nullable Instant timestamp;
        private @Nullable String sessionId;
        private @Nullable String taskType;
        private @Nullable String team;
        private @Nullable String agent;
        private @Nullable String project;
        private @Nullable String user;
        private @Nullable String environment;
        private @Nullable String parentSessionId;
        private Map<String, String> tags = Map.of();
        private @Nullable String provider;
        private @Nullable String model;
        private @Nullable String requestModel;
        private @Nullable String api;
        private @Nullable String serviceTier;
        private UsageCounts usage = UsageCounts.none();
        private @Nullable UsageStatus usageStatus;
        private @Nullable BigDecimal providerCost;
        private @Nullable Long latencyMillis;
        private @Nullable String status;

        private void read(String field, JsonParser json) throws IOException {
            if (json.currentToken() == JsonToken.VALUE_NULL) {
                return;
            }
            switch (field) {
                case "schema_version" -> hasVersion = readVersion(json);
                case "event_id" -> eventId = readText(field, 0, json);
                case "timestamp" -> timestamp = readTimestamp(field, json);
                case "session_id" -> sessionId = readText(field, 2, json);
                case "task_type" -> taskType = readText(field, 3, json);
                case "team" -> team = readText(field, 4, json);
                case "agent" -> agent = readText(field, 5, json);
                case "project" -> project = readText(field, 6, json);
                case "user" -> user = readText(field, 7, json);
                case "environment" -> environment = readText(field, 8, json);
                case "parent_session_id" -> parentSessionId = readText(field, 9, json);
                case "tags" -> tags = readTags(json);
                case "provider" -> provider = readText(field, 11, json);
                case "model" -> model = readText(field, 12, json);
                case "request_model" -> requestModel = readText(field, 13, json);
                case "api" -> api = readText(field, 14, json);
                case "service_tier" -> serviceTier = readText(field, 15, json);
                case "usage" -> usage = readUsage(json);
                case "usage_status" -> usageStatus = readUsageStatus(field, json);
                case "provider_cost" -> providerCost = readProviderCost(field, json);
                case "latency_ms" -> latencyMillis = readCount(field, json, 19);
                case "status" -> status = readText(field, 20, json);
                default -> json.skipChildren();
            }
        }

        private UsageEvent toEvent() {
            if (!hasVersion) {
                throw missing("schema_version");
            }
            if (eventId == null) {
                throw missing("event_id");
            }
            if (timestamp == null) {
                throw missing("timestamp");
            }
            if (sessionId == null) {
                throw missing("session_id");
            }
            if (provider == null) {
                throw missing("provider");
            }
            if (model == null) {
                throw missing("model");
            }
            var attribution = new Attribution(
                    sessionId, taskType, team, agent, project, user, environment, parentSessionId, tags);
            return new UsageEvent(
                    eventId,
                    timestamp,
                    attribution,
                    new ModelCall(provider, model, requestModel, api, serviceTier),
                    usage,
                    usageStatus == null ? UsageStatus.FINAL : usageStatus,
                    providerCost,
                    latencyMillis,
                    status);
        }

        private void once(String field, int number) {
            long bit = 1L << number;
            if ((seen & bit) != 0) {
                throw new RejectedException(RejectionReason.DUPLICATE_FIELD, field + " stands twice");
            }
            seen |= bit;
        }

        private boolean readVersion(JsonParser json) throws IOException {
            once("schema_version", 21);
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                throw wrongType("schema_version", "a number", json);
            }
            if (!json.getText().equals(String.valueOf(UsageEvent.SCHEMA_VERSION))) {
                throw new RejectedException(
                        RejectionReason.UNSUPPORTED_SCHEMA_VERSION,
                        "schema_version must be " + UsageEvent.SCHEMA_VERSION);
            }
            return true;
        }

        private String readText(String field, int number, JsonParser json) throws IOException {
            once(field, number);
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                throw wrongType(field, "a string", json);
            }
            return json.getText();
        }

        private Instant readTimestamp(String field, JsonParser json) throws IOException {
            String text = readText(field, 1, json);
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                throw new RejectedException(
                        RejectionReason.INVALID_VALUE,
                        "timestamp must be RFC 3339 with an offset, such as 2026-11-21T20:43:27.512Z");
            }
        }

        private Map<String, String> readTags(JsonParser json) throws IOException {
            once("tags", 10);
            requireObject("tags", json);
            var read = new TreeMap<String, String>();
            int count = 0;
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String key = json.currentName();
                json.nextToken();
                if (++count > Attribution.TAGS_MAX) {
                    throw new RejectedException(
                            RejectionReason.TOO_MANY_TAGS, "tags must be at most " + Attribution.TAGS_MAX);
                }
                if (json.currentToken() != JsonToken.VALUE_STRING) {
                    throw wrongType("a tag", "a string", json);
                }
                if (read.put(key, json.getText()) != null) {
                    throw new RejectedException(RejectionReason.DUPLICATE_FIELD, "a tag stands twice");
                }
            }
            return read;
        }

        private UsageCounts readUsage(JsonParser json) throws IOException {
            once("usage", 16);
            requireObject("usage", json);
            var counts = UsageCounts.builder();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                UsageClass usageClass = UsageClass.of(json.currentName()).orElse(null);
                json.nextToken();
                if (usageClass == null) {
                    throw new RejectedException(
                            RejectionReason.UNKNOWN_USAGE_CLASS, "usage has a class that is not known");
                }
                if (counts.has(usageClass)) {
                    throw new RejectedException(
                            RejectionReason.DUPLICATE_FIELD, "usage." + usageClass.wireName() + " stands twice");
                }
                if (json.currentToken() != JsonToken.VALUE_NULL) {
                    counts.set(usageClass, readCountValue("usage." + usageClass.wireName(), json));
                }
            }
            return counts.build();
        }

        private long readCount(String field, JsonParser json, int number) throws IOException {
            once(field, number);
            return readCountValue(field, json);
        }

        private static long readCountValue(String field, JsonParser json) throws IOException {
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                throw wrongType(field, "a whole number", json);
            }
            if (json.getText().startsWith("-") && !json.getText().equals("-0")) {
                throw new RejectedException(RejectionReason.NEGATIVE_COUNT, field + " must not be negative");
            }
            long count;
            try {
                count = json.getLongValue();
            } catch (InputCoercionException e) {
                count = Long.MAX_VALUE;
            }
            if (count > UsageCounts.COUNT_MAX) {
                throw new RejectedException(
                        RejectionReason.COUNT_TOO_LARGE, field + " must be at most " + UsageCounts.COUNT_MAX);
            }
            return count;
        }

        private UsageStatus readUsageStatus(String field, JsonParser json) throws IOException {
            String text = readText(field, 17, json);
            for (UsageStatus candidate : UsageStatus.values()) {
                if (candidate.wireName().equals(text)) {
                    return candidate;
                }
            }
            throw new RejectedException(
                    RejectionReason.INVALID_VALUE, "usage_status must be final, provisional or missing");
        }

        private BigDecimal readProviderCost(String field, JsonParser json) throws IOException {
            once(field, 18);
            if (json.currentToken() != JsonToken.VALUE_STRING
                    && !json.currentToken().isNumeric()) {
                throw wrongType(field, "a decimal string", json);
            }
            try {
                var cost = new BigDecimal(json.getText());
                if (cost.signum() >= 0
                        && cost.scale() >= -9
                        && cost.scale() <= PROVIDER_COST_DECIMALS_MAX
                        && cost.compareTo(PROVIDER_COST_MAX) <= 0) {
                    return cost;
                }
            } catch (NumberFormatException e) {
                // falls through: not a number is as invalid as out of range
            }
            throw new RejectedException(
                    RejectionReason.INVALID_VALUE,
                    "provider_cost must be a decimal string from 0 to 10^9 with at most 20 decimals");
        }

        private static void requireObject(String field, JsonParser json) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw wrongType(field, "an object", json);
            }
        }

        private static RejectedException missing(String field) {
            return new RejectedException(RejectionReason.MISSING_FIELD, field + " is required");
        }

        private static RejectedException wrongType(String field, String expected, JsonParser json) {
            return new RejectedException(
                    RejectionReason.WRONG_TYPE,
                    "%s must be %s, found %s".formatted(field, expected, Json.typeOf(json.currentToken())));
        }
    }
}
