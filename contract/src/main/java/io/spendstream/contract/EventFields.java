package io.spendstream.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a usage event and a ledger line have in common, as far as they have been read. A field stands at most
 * once; null is the same as absent. One variable per field instead of a map: every event passes here. Not thread-safe.
 */
final class EventFields {
    /** The first of the numbers, below 64, by which readers of further fields tell {@link #text} theirs apart. */
    static final int FURTHER_FIELDS = 32;

    private final boolean mayBeNegative;
    private long seen;
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
    private Set<String> usageFlags = Set.of();

    private EventFields(boolean mayBeNegative) {
        this.mayBeNegative = mayBeNegative;
    }

    /** Returns the fields of an event, none of them read. */
    static EventFields ofEvent() {
        return new EventFields(false);
    }

    /** Returns the fields of a ledger line, none of them read; counts may be negative, as corrections' are. */
    static EventFields ofLine() {
        return new EventFields(true);
    }

    /** Reads the value {@code json} stands on; returns false, having read nothing, if {@code field} is not one of ours. */
    boolean read(String field, JsonParser json) throws IOException {
        switch (field) {
            case "event_id" -> eventId = text(field, 0, json);
            case "timestamp" -> timestamp = time(field, 1, json);
            case "session_id" -> sessionId = text(field, 2, json);
            case "task_type" -> taskType = text(field, 3, json);
            case "team" -> team = text(field, 4, json);
            case "agent" -> agent = text(field, 5, json);
            case "project" -> project = text(field, 6, json);
            case "user" -> user = text(field, 7, json);
            case "environment" -> environment = text(field, 8, json);
            case "parent_session_id" -> parentSessionId = text(field, 9, json);
            case "tags" -> tags = tags(field, 10, json);
            case "provider" -> provider = text(field, 11, json);
            case "model" -> model = text(field, 12, json);
            case "request_model" -> requestModel = text(field, 13, json);
            case "api" -> api = text(field, 14, json);
            case "service_tier" -> serviceTier = text(field, 15, json);
            case "usage" -> usage = usage(field, 16, json);
            case "usage_status" -> usageStatus = usageStatus(field, 17, json);
            case "provider_cost" -> providerCost = providerCost(field, 18, json);
            case "latency_ms" -> latencyMillis = latency(field, 19, json);
            case "status" -> status = text(field, 20, json);
            case "usage_flags" -> usageFlags = usageFlags(field, 21, json);
            default -> {
                return false;
            }
        }
        return true;
    }

    String eventId() {
        return required("event_id", eventId);
    }

    Instant timestamp() {
        return required("timestamp", timestamp);
    }

    Attribution attribution() {
        return new Attribution(
                required("session_id", sessionId),
                taskType,
                team,
                agent,
                project,
                user,
                environment,
                parentSessionId,
                tags);
    }

    ModelCall call() {
        return new ModelCall(required("provider", provider), required("model", model), requestModel, api, serviceTier);
    }

    UsageCounts usage() {
        return usage;
    }

    @Nullable
    UsageStatus usageStatus() {
        return usageStatus;
    }

    @Nullable
    BigDecimal providerCost() {
        return providerCost;
    }

    @Nullable
    Long latencyMillis() {
        return latencyMillis;
    }

    @Nullable
    String status() {
        return status;
    }

    Set<String> usageFlags() {
        return usageFlags;
    }

    /**
     * Notes that {@code field}, whose number is {@code number}, stands here.
     *
     * @throws RejectedException if it stood before
     */
    void once(String field, int number) {
        long bit = 1L << number;
        if ((seen & bit) != 0) {
            throw standsTwice(field);
        }
        seen |= bit;
    }

    /** Reads a text; null if it is null. */
    @Nullable
    String text(String field, int number, JsonParser json) throws IOException {
        once(field, number);
        return isText(field, json) ? json.getText() : null;
    }

    /** Reads an instant; null if it is null. */
    @Nullable
    Instant time(String field, int number, JsonParser json) throws IOException {
        once(field, number);
        if (!isText(field, json)) {
            return null;
        }
        try {
            return WireTime.parse(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
        } catch (DateTimeException e) {
            throw new RejectedException(
                    RejectionReason.INVALID_VALUE,
                    field + " must be RFC 3339 with an offset, such as 2026-11-21T20:43:27.512Z");
        }
    }

    /** Returns {@code value}, refusing its absence. */
    static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw new RejectedException(RejectionReason.MISSING_FIELD, field + " is required");
        }
        return value;
    }

    static RejectedException wrongType(String field, String expected, JsonParser json) {
        return new RejectedException(
                RejectionReason.WRONG_TYPE,
                "%s must be %s, found %s".formatted(field, expected, Json.typeOf(json.currentToken())));
    }

    private static boolean isText(String field, JsonParser json) {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return true;
        }
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return false;
        }
        throw wrongType(field, "a string", json);
    }

    private static boolean isObject(String field, JsonParser json) {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            return true;
        }
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return false;
        }
        throw wrongType(field, "an object", json);
    }

    private Map<String, String> tags(String field, int number, JsonParser json) throws IOException {
        once(field, number);
        if (!isObject(field, json)) {
            return Map.of();
        }
        var read = new TreeMap<String, String>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            json.nextToken();
            if (read.size() == Attribution.TAGS_MAX && !read.containsKey(key)) {
                throw new RejectedException(
                        RejectionReason.TOO_MANY_TAGS, "tags must be at most %d".formatted(Attribution.TAGS_MAX));
            }
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                throw wrongType(EventText.tagName(key), "a string", json);
            }
            if (read.put(key, json.getText()) != null) {
                throw standsTwice(EventText.tagName(key));
            }
        }
        return read;
    }

    private Set<String> usageFlags(String field, int number, JsonParser json) throws IOException {
        once(field, number);
        return UsageFlags.read(json);
    }

    private UsageCounts usage(String field, int number, JsonParser json) throws IOException {
        once(field, number);
        if (!isObject(field, json)) {
            return UsageCounts.none();
        }
        var counts = UsageCounts.builder();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            UsageClass usageClass = UsageClass.of(name).orElse(null);
            if (usageClass == null) {
                throw unknownClass(name);
            }
            if (!counts.isFirstMention(usageClass)) {
                throw standsTwice("usage." + name);
            }
            if (json.currentToken() != JsonToken.VALUE_NULL) {
                counts.set(usageClass, count("usage.", name, json));
            }
        }
        return counts.build();
    }

    private @Nullable Long latency(String field, int number, JsonParser json) throws IOException {
        once(field, number);
        return json.currentToken() == JsonToken.VALUE_NULL ? null : (Long) count("", field, json);
    }

    private long count(String path, String name, JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw wrongType(path + name, "a whole number", json);
        }
        NumberType type = json.getNumberType();
        boolean isLong = type == NumberType.INT || type == NumberType.LONG;
        boolean isNegative =
                isLong ? json.getLongValue() < 0 : json.getBigIntegerValue().signum() < 0;
        if (isNegative && !mayBeNegative) {
            throw new RejectedException(RejectionReason.NEGATIVE_COUNT, path + name + " must not be negative");
        }
        if (!isLong || json.getLongValue() > UsageCounts.COUNT_MAX || json.getLongValue() < -UsageCounts.COUNT_MAX) {
            throw new RejectedException(
                    RejectionReason.COUNT_TOO_LARGE, path + name + " must be at most " + UsageCounts.COUNT_MAX);
        }
        return json.getLongValue();
    }

    private @Nullable UsageStatus usageStatus(String field, int number, JsonParser json) throws IOException {
        String text = text(field, number, json);
        if (text == null) {
            return null;
        }
        return UsageStatus.of(text)
                .orElseThrow(() -> new RejectedException(
                        RejectionReason.INVALID_VALUE, field + " must be final, provisional or missing"));
    }

    private @Nullable BigDecimal providerCost(String field, int number, JsonParser json) throws IOException {
        once(field, number);
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (json.currentToken() != JsonToken.VALUE_STRING
                && !json.currentToken().isNumeric()) {
            throw wrongType(field, "a decimal string", json);
        }
        return ProviderCost.parse(json.getText());
    }

    private static RejectedException unknownClass(String name) {
        return new RejectedException(
                RejectionReason.UNKNOWN_USAGE_CLASS,
                "%s is not a known class, so it cannot be billed; known are %s"
                        .formatted(EventText.nameIn("usage", name), UsageClass.wireNames()));
    }

    private static RejectedException standsTwice(String field) {
        return new RejectedException(RejectionReason.DUPLICATE_FIELD, field + " must not stand twice");
    }
}
