package io.spendstream.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The wire form of totals.
 *
 * <pre>
 * key   := { "dimension": name, "values": [text …], ["day": "2026-11-21"] }
 * value := { "calls": n, "prompt_tokens": n, "completion_tokens": n,
 *            "cost_exact": decimal string with 14 decimals, "unpriced_calls": n }
 * </pre>
 *
 * <p>The last value of a key is the total. Thread-safe: all methods are pure.
 */
public final class TotalJson {
    private static final JsonFactory JSON = Json.factory();

    private TotalJson() {}

    /** Returns the wire form of {@code key}; equal keys give equal bytes. */
    public static byte[] writeKey(TotalKey key) {
        var bytes = new ByteArrayOutputStream(96);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("dimension", key.dimension().wireName());
            json.writeArrayFieldStart("values");
            for (String value : key.values()) {
                json.writeString(value);
            }
            json.writeEndArray();
            if (key.day() != null) {
                json.writeStringField("day", key.day().toString());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** Returns the wire form of {@code total}. */
    public static byte[] writeTotal(Tally total) {
        var bytes = new ByteArrayOutputStream(128);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("calls", total.calls());
            json.writeNumberField("prompt_tokens", total.promptTokens());
            json.writeNumberField("completion_tokens", total.completionTokens());
            json.writeStringField("cost_exact", total.cost().toString());
            json.writeNumberField("unpriced_calls", total.unpricedCalls());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a key.
     *
     * @throws IllegalArgumentException if {@code record} is not one
     */
    public static TotalKey readKey(byte[] record) {
        @Nullable String dimension = null;
        @Nullable LocalDate day = null;
        List<String> values = new ArrayList<>();
        try (JsonParser json = JSON.createParser(record)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "dimension" -> dimension = json.getText();
                    case "day" -> day = LocalDate.parse(json.getText());
                    case "values" -> {
                        while (json.nextToken() == JsonToken.VALUE_STRING) {
                            values.add(json.getText());
                        }
                    }
                    default -> json.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not a key of a total: " + Json.messageOf(e), e);
        }
        if (dimension == null) {
            throw new IllegalArgumentException("the key of a total must have a dimension");
        }
        return new TotalKey(Dimension.valueOf(dimension.toUpperCase(Locale.ROOT)), values, day);
    }

    /**
     * Reads a total.
     *
     * @throws IllegalArgumentException if {@code record} is not one
     */
    public static Tally readTotal(byte[] record) {
        long calls = 0;
        long promptTokens = 0;
        long completionTokens = 0;
        long unpricedCalls = 0;
        Money cost = Money.ZERO;
        try (JsonParser json = JSON.createParser(record)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "calls" -> calls = json.getLongValue();
                    case "prompt_tokens" -> promptTokens = json.getLongValue();
                    case "completion_tokens" -> completionTokens = json.getLongValue();
                    case "cost_exact" -> cost = Money.of(json.getText());
                    case "unpriced_calls" -> unpricedCalls = json.getLongValue();
                    default -> json.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not a total: " + Json.messageOf(e), e);
        }
        return new Tally(calls, promptTokens, completionTokens, cost, unpricedCalls);
    }
}
