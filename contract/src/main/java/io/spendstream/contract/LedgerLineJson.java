package io.spendstream.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The wire form of a {@link LedgerLine}: the fields of the usage event as {@link UsageEventJson} spells them, and
 *
 * <pre>
 * "entry": number, ["reason": text], "recorded_at": RFC 3339,
 * "pricing_status": "priced" | "free" | "unpriced" | "unmetered", ["cost_exact": decimal string with 14 decimals],
 * ["unpriced_calls": -1 | 1], ["priced_model" | "price_id" | "match" | "book_version": text]…
 * </pre>
 *
 * <p>Thread-safe: all methods are pure.
 */
public final class LedgerLineJson {
    private static final JsonFactory JSON = Json.factory();

    private LedgerLineJson() {}

    /** Returns {@code line} as UTF-8 JSON without line breaks. */
    public static byte[] write(LedgerLine line) {
        var bytes = new ByteArrayOutputStream(768);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("schema_version", LedgerLine.SCHEMA_VERSION);
            json.writeStringField("event_id", line.eventId());
            json.writeNumberField("entry", line.entry());
            Json.writeOptional(json, "reason", line.reason());
            json.writeStringField("timestamp", line.timestamp().toString());
            json.writeStringField("recorded_at", line.recordedAt().toString());
            Json.writeAttribution(json, line.attribution());
            Json.writeCall(json, line.call());
            Json.writeUsage(json, line.usage());
            json.writeStringField("usage_status", line.usageStatus().wireName());
            writePricing(json, line.pricing());
            if (line.unpricedCalls() != 0) {
                json.writeNumberField("unpriced_calls", line.unpricedCalls());
            }
            if (line.providerCost() != null) {
                json.writeStringField("provider_cost", line.providerCost().toPlainString());
            }
            if (line.latencyMillis() != null) {
                json.writeNumberField("latency_ms", line.latencyMillis());
            }
            Json.writeOptional(json, "status", line.status());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void writePricing(JsonGenerator json, Pricing pricing) throws IOException {
        json.writeStringField("pricing_status", pricing.status().wireName());
        if (pricing.cost() != null) {
            json.writeStringField("cost_exact", pricing.cost().toString());
        }
        Json.writeOptional(json, "priced_model", pricing.pricedModel());
        Json.writeOptional(json, "price_id", pricing.priceId());
        Json.writeOptional(json, "match", pricing.match());
        Json.writeOptional(json, "book_version", pricing.bookVersion());
    }

    /**
     * Reads one line. Only lines that {@link #write} wrote are expected: the ledger is written by one program.
     *
     * @throws IllegalArgumentException if {@code record} is not such a line
     */
    public static LedgerLine read(byte[] record) {
        try (JsonParser json = JSON.createParser(record)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("a ledger line must be a JSON object");
            }
            var fields = new Fields();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String field = json.currentName();
                json.nextToken();
                fields.read(field, json);
            }
            return fields.toLine();
        } catch (IOException e) {
            throw new IllegalArgumentException("not a ledger line: " + Json.messageOf(e), e);
        }
    }

    /** The fields read so far. */
    private static final class Fields {
        private int version;
        private int entry;
        private int unpricedCalls;
        private final Map<String, String> texts = new TreeMap<>();
        private final Map<String, String> tags = new TreeMap<>();
        private UsageCounts usage = UsageCounts.none();
        private @Nullable Long latencyMillis;

        private void read(String field, JsonParser json) throws IOException {
            switch (field) {
                case "schema_version" -> version = json.getIntValue();
                case "entry" -> entry = json.getIntValue();
                case "unpriced_calls" -> unpricedCalls = json.getIntValue();
                case "latency_ms" -> latencyMillis = json.getLongValue();
                case "usage" -> usage = readUsage(json);
                case "tags" -> {
                    while (json.nextToken() != JsonToken.END_OBJECT) {
                        tags.put(json.currentName(), json.nextTextValue());
                    }
                }
                default -> {
                    if (json.currentToken() == JsonToken.VALUE_STRING) {
                        texts.put(field, json.getText());
                    } else {
                        json.skipChildren();
                    }
                }
            }
        }

        private static UsageCounts readUsage(JsonParser json) throws IOException {
            var counts = UsageCounts.builder();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                json.nextToken();
                UsageClass usageClass = UsageClass.of(name)
                        .orElseThrow(() -> new IllegalArgumentException("unknown usage class: " + name));
                counts.set(usageClass, json.getLongValue());
            }
            return counts.build();
        }

        private LedgerLine toLine() {
            if (version != LedgerLine.SCHEMA_VERSION) {
                throw new IllegalArgumentException(
                        "ledger line schema_version must be %d: %d".formatted(LedgerLine.SCHEMA_VERSION, version));
            }
            var attribution = new Attribution(
                    required("session_id"),
                    texts.get("task_type"),
                    texts.get("team"),
                    texts.get("agent"),
                    texts.get("project"),
                    texts.get("user"),
                    texts.get("environment"),
                    texts.get("parent_session_id"),
                    tags);
            var call = new ModelCall(
                    required("provider"),
                    required("model"),
                    texts.get("request_model"),
                    texts.get("api"),
                    texts.get("service_tier"));
            String providerCost = texts.get("provider_cost");
            return new LedgerLine(
                    required("event_id"),
                    entry,
                    texts.get("reason"),
                    Instant.parse(required("timestamp")),
                    Instant.parse(required("recorded_at")),
                    attribution,
                    call,
                    usage,
                    UsageStatus.valueOf(required("usage_status").toUpperCase(Locale.ROOT)),
                    toPricing(),
                    unpricedCalls,
                    providerCost == null ? null : new BigDecimal(providerCost),
                    latencyMillis,
                    texts.get("status"));
        }

        private Pricing toPricing() {
            String cost = texts.get("cost_exact");
            return new Pricing(
                    PricingStatus.valueOf(required("pricing_status").toUpperCase(Locale.ROOT)),
                    cost == null ? null : Money.of(cost),
                    texts.get("priced_model"),
                    texts.get("price_id"),
                    texts.get("match"),
                    texts.get("book_version"));
        }

        private String required(String field) {
            String text = texts.get(field);
            if (text == null) {
                throw new IllegalArgumentException("a ledger line must have " + field);
            }
            return text;
        }
    }
}
