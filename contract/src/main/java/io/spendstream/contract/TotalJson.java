package io.spendstream.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
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
        @Nullable List<String> values = null;
        try (JsonParser json = JSON.createParser(record)) {
            requireObject("the key of a total", json);
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "dimension" -> dimension = Json.textValue(field, json);
                    case "day" -> day = LocalDate.parse(Json.textValue(field, json));
                    case "values" -> values = readValues(json);
                    default -> json.skipChildren();
                }
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("the day of a total must be a date, such as 2026-11-21", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("not the key of a total: it is " + Json.messageOf(e), e);
        }
        if (dimension == null || values == null) {
            throw new IllegalArgumentException("the key of a total must have a dimension and values");
        }
        return new TotalKey(
                Dimension.of(dimension)
                        .orElseThrow(() -> new IllegalArgumentException("the dimension of a total is not known")),
                values,
                day);
    }

    private static List<String> readValues(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new IllegalArgumentException("the values of a total must be an array");
        }
        List<String> values = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            values.add(Json.textValue("a value of a total", json));
        }
        return values;
    }

    /**
     * Reads a total. Every part of it must be there: one that is missing is not zero.
     *
     * @throws IllegalArgumentException if {@code record} is not one
     */
    public static Tally readTotal(byte[] record) {
        @Nullable Long calls = null;
        @Nullable Long promptTokens = null;
        @Nullable Long completionTokens = null;
        @Nullable Long unpricedCalls = null;
        @Nullable Money cost = null;
        try (JsonParser json = JSON.createParser(record)) {
            requireObject("a total", json);
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "calls" -> calls = Json.longValue(field, json);
                    case "prompt_tokens" -> promptTokens = Json.longValue(field, json);
                    case "completion_tokens" -> completionTokens = Json.longValue(field, json);
                    case "cost_exact" -> cost = Money.of(Json.textValue(field, json));
                    case "unpriced_calls" -> unpricedCalls = Json.longValue(field, json);
                    default -> json.skipChildren();
                }
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("the cost_exact of a total must be an amount", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a total: it is " + Json.messageOf(e), e);
        }
        return new Tally(
                required("calls", calls),
                required("prompt_tokens", promptTokens),
                required("completion_tokens", completionTokens),
                required("cost_exact", cost),
                required("unpriced_calls", unpricedCalls));
    }

    private static void requireObject(String what, JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException(what + " must be a JSON object");
        }
    }

    private static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("a total must have " + field);
        }
        return value;
    }
}
