package io.spendstream.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The wire form of a {@link LedgerLine}: the fields of the usage event as {@link UsageEventJson} spells them, and
 *
 * <pre>
 * "schema_version": 1, "entry": 0 to 32767, ["reason": text], ["operator": text], "recorded_at": RFC 3339,
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
            Json.write(json, Field.SCHEMA_VERSION, LedgerLine.SCHEMA_VERSION);
            Json.write(json, Field.EVENT_ID, line.eventId());
            Json.write(json, Field.ENTRY, line.entry());
            Json.writeOptional(json, Field.REASON, line.reason());
            Json.writeOptional(json, Field.OPERATOR, line.operator());
            Json.write(json, Field.TIMESTAMP, WireTime.write(line.timestamp()));
            Json.write(json, Field.RECORDED_AT, WireTime.write(line.recordedAt()));
            Json.writeAttribution(json, line.attribution());
            Json.writeCall(json, line.call());
            Json.writeUsage(json, line.usage());
            Json.write(json, Field.USAGE_STATUS, line.usageStatus().wireName());
            writePricing(json, line.pricing());
            if (line.unpricedCalls() != 0) {
                Json.write(json, Field.UNPRICED_CALLS, line.unpricedCalls());
            }
            if (line.providerCost() != null) {
                Json.write(json, Field.PROVIDER_COST, line.providerCost().toPlainString());
            }
            if (line.latencyMillis() != null) {
                Json.write(json, Field.LATENCY_MS, line.latencyMillis());
            }
            Json.writeOptional(json, Field.STATUS, line.status());
            UsageFlags.write(json, line.usageFlags());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void writePricing(JsonGenerator json, Pricing pricing) throws IOException {
        Json.write(json, Field.PRICING_STATUS, pricing.status().wireName());
        if (pricing.cost() != null) {
            Json.write(json, Field.COST_EXACT, pricing.cost().toString());
        }
        Json.writeOptional(json, Field.PRICED_MODEL, pricing.pricedModel());
        Json.writeOptional(json, Field.PRICE_ID, pricing.priceId());
        Json.writeOptional(json, Field.MATCH, pricing.match());
        Json.writeOptional(json, Field.BOOK_VERSION, pricing.bookVersion());
    }

    /**
     * Reads one line. Only lines that {@link #write} wrote are expected: the ledger is written by one program.
     *
     * @throws IllegalArgumentException if {@code record} is not such a line
     */
    public static LedgerLine read(byte[] record) {
        try (JsonParser json = JSON.createParser(record)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("a ledger line must be one JSON object");
            }
            var fields = new Fields();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String field = json.currentName();
                json.nextToken();
                fields.read(field, json);
            }
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("a ledger line must be one JSON object only");
            }
            return fields.toLine();
        } catch (RejectedException | ArithmeticException e) {
            throw new IllegalArgumentException("not a ledger line: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a ledger line: it is " + Json.messageOf(e), e);
        }
    }

    /** The fields read so far. */
    private static final class Fields {
        private static final int FIRST = EventFields.FURTHER_FIELDS;

        private final EventFields event = EventFields.ofLine();
        private @Nullable Long version;
        private @Nullable Long entry;
        private long unpricedCalls;
        private @Nullable String reason;
        private @Nullable String operator;
        private @Nullable Instant recordedAt;
        private @Nullable String pricingStatus;
        private @Nullable String cost;
        private @Nullable String pricedModel;
        private @Nullable String priceId;
        private @Nullable String match;
        private @Nullable String bookVersion;

        private void read(String field, JsonParser json) throws IOException {
            if (event.read(field, json)) {
                return;
            }
            switch (field) {
                case "schema_version" -> version = number(field, FIRST, json);
                case "entry" -> entry = number(field, FIRST + 1, json);
                case "unpriced_calls" -> unpricedCalls = number(field, FIRST + 2, json);
                case "reason" -> reason = event.text(field, FIRST + 3, json);
                case "recorded_at" -> recordedAt = event.time(field, FIRST + 4, json);
                case "pricing_status" -> pricingStatus = event.text(field, FIRST + 5, json);
                case "cost_exact" -> cost = event.text(field, FIRST + 6, json);
                case "priced_model" -> pricedModel = event.text(field, FIRST + 7, json);
                case "price_id" -> priceId = event.text(field, FIRST + 8, json);
                case "match" -> match = event.text(field, FIRST + 9, json);
                case "book_version" -> bookVersion = event.text(field, FIRST + 10, json);
                case "operator" -> operator = event.text(field, FIRST + 11, json);
                default -> json.skipChildren();
            }
        }

        private long number(String field, int number, JsonParser json) throws IOException {
            event.once(field, number);
            return Json.longValue(field, json);
        }

        private LedgerLine toLine() {
            if (version == null || version != LedgerLine.SCHEMA_VERSION) {
                throw new IllegalArgumentException(
                        "ledger line schema_version must be %d: %s".formatted(LedgerLine.SCHEMA_VERSION, version));
            }
            return new LedgerLine(
                    event.eventId(),
                    Math.toIntExact(EventFields.required("entry", entry)),
                    reason,
                    operator,
                    event.timestamp(),
                    EventFields.required("recorded_at", recordedAt),
                    event.attribution(),
                    event.call(),
                    event.usage(),
                    EventFields.required("usage_status", event.usageStatus()),
                    toPricing(),
                    Math.toIntExact(unpricedCalls),
                    event.providerCost(),
                    event.latencyMillis(),
                    event.status(),
                    event.usageFlags());
        }

        private Pricing toPricing() {
            PricingStatus status = PricingStatus.of(EventFields.required("pricing_status", pricingStatus))
                    .orElseThrow(() ->
                            new IllegalArgumentException("pricing_status must be priced, free, unpriced or unmetered"));
            return new Pricing(status, cost == null ? null : Money.of(cost), pricedModel, priceId, match, bookVersion);
        }
    }
}
