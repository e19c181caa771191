package io.spendstream.producer.reading;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.UsageCounts;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * One forward pass over a JSON document that takes what an API's {@link Paths} name and skips the rest without building
 * it. A document is an object, or an array of such objects, each of which is then an event.
 *
 * <p>Not thread-safe; made for one call and reused over its events.
 */
final class JsonScan {
    private static final int NUMBER_LENGTH_MAX = 100;
    private static final int SMALL_DIGITS_MAX = 9;
    private static final int SCALE_MAX = 40;
    private static final BigDecimal COUNT_MAX = BigDecimal.valueOf(UsageCounts.COUNT_MAX);
    private static final BigDecimal TICKS_MAX = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(NUMBER_LENGTH_MAX)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /** Receives each event of a document. */
    interface Events {
        /** Takes {@code event}, which is reused for the next one. */
        void accept(Sighting event);
    }

    private final Shape shape;
    private final Sighting event = new Sighting();
    private final Sighting element = new Sighting();
    private boolean inSeries;

    JsonScan(Shape shape) {
        this.shape = shape;
    }

    /** Scans the document in the {@code length} bytes from {@code offset}; returns whether it is whole and well-formed. */
    boolean scan(byte[] bytes, int offset, int length, Events events) {
        try (JsonParser json = JSON.createParser(bytes, offset, length)) {
            JsonToken first = json.nextToken();
            if (first == JsonToken.START_OBJECT) {
                document(json, events, true);
                return true;
            }
            if (first != JsonToken.START_ARRAY) {
                return false;
            }
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (json.currentToken() != JsonToken.START_OBJECT) {
                    return false;
                }
                document(json, events, false);
            }
            return json.nextToken() == null;
        } catch (IOException | ArithmeticException | IllegalArgumentException e) {
            return false;
        }
    }

    private void document(JsonParser json, Events events, boolean alone) throws IOException {
        event.clear();
        inSeries = false;
        object(json, shape.paths().root(), event);
        if (alone && json.nextToken() != null) {
            throw new IOException("more than one document");
        }
        events.accept(event);
    }

    private void object(JsonParser json, Paths.Node node, Sighting into) throws IOException {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            Paths.Node child = node.child(json.currentName());
            json.nextToken();
            if (child == null) {
                json.skipChildren();
            } else {
                value(json, child, into);
            }
        }
    }

    private void value(JsonParser json, Paths.Node node, Sighting into) throws IOException {
        JsonToken token = json.currentToken();
        if (node.isError() && token != JsonToken.VALUE_NULL) {
            into.mark(ReadFlag.ERROR);
        }
        if (node.series() != null && !inSeries && token.isStructStart()) {
            series(json, node, into);
        } else if (token == JsonToken.START_OBJECT && node.isUsage()) {
            usage(json, node, into);
        } else if (token == JsonToken.START_OBJECT) {
            object(json, node, into);
        } else if (token == JsonToken.START_ARRAY) {
            json.skipChildren();
        } else if (token != JsonToken.VALUE_NULL) {
            scalar(json, node, into);
        }
    }

    /** Reads an object that holds usage, which replaces one read before unless it says nothing. */
    private void usage(JsonParser json, Paths.Node node, Sighting into) throws IOException {
        into.markUsageObject();
        if (!into.hasCounts()) {
            object(json, node, into);
            return;
        }
        Sighting before = into.copyOfCounts();
        into.forgetCounts();
        object(json, node, into);
        if (!into.hasCounts()) {
            into.replaceCounts(before);
        }
    }

    private void series(JsonParser json, Paths.Node node, Sighting into) throws IOException {
        Series series = node.series();
        Paths.Node inside = node.element();
        if (series == null || inside == null) {
            json.skipChildren();
            return;
        }
        boolean keyed = json.currentToken() == JsonToken.START_OBJECT;
        inSeries = true;
        while (!json.nextToken().isStructEnd()) {
            element.clear();
            if (keyed) {
                element.set(Text.LABEL, bounded(json.currentName()));
                json.nextToken();
            }
            if (json.currentToken() == JsonToken.START_OBJECT) {
                object(json, inside, element);
            } else if (json.currentToken() == JsonToken.START_ARRAY) {
                json.skipChildren();
            } else {
                scalar(json, inside, element);
            }
            into.mergeFlags(element);
            shape.element(series, element, into);
        }
        inSeries = false;
    }

    private void scalar(JsonParser json, Paths.Node node, Sighting into) throws IOException {
        JsonToken token = json.currentToken();
        Text text = node.text();
        if (text == Text.COST) {
            into.set(text, cost(json));
        } else if (text != null) {
            into.set(text, bounded(json.getText()));
        }
        Count count = node.count();
        if (count != null) {
            count(json, token, count, into);
        }
        if (node.isNested() && token == JsonToken.VALUE_STRING) {
            into.setNested(json.getBinaryValue());
        }
    }

    /** Takes a count: a whole number, a number of seconds, or a whole number in quotes as protobuf writes it. */
    private static void count(JsonParser json, JsonToken token, Count count, Sighting into) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT && json.getTextLength() <= SMALL_DIGITS_MAX) {
            setSmall(json.getIntValue(), count, into);
            return;
        }
        boolean isNumber = token.isNumeric() || token == JsonToken.VALUE_STRING;
        BigDecimal value = isNumber ? decimal(json) : null;
        if (value == null || value.signum() < 0 || value.compareTo(limit(count)) > 0) {
            into.mark(ReadFlag.MALFORMED);
            return;
        }
        into.set(count, value.setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    private static void setSmall(int value, Count count, Sighting into) {
        if (value < 0) {
            into.mark(ReadFlag.MALFORMED);
        } else {
            into.set(count, value);
        }
    }

    private static BigDecimal limit(Count count) {
        return count == Count.COST_TICKS ? TICKS_MAX : COUNT_MAX;
    }

    private static @Nullable String cost(JsonParser json) throws IOException {
        BigDecimal cost = decimal(json);
        return cost == null ? null : json.getText();
    }

    /** Returns the decimal at the parser, or null if it is none or so long that working with it would be an attack. */
    private static @Nullable BigDecimal decimal(JsonParser json) throws IOException {
        if (json.getTextLength() > NUMBER_LENGTH_MAX) {
            return null;
        }
        try {
            var value = new BigDecimal(json.getText());
            return Math.abs((long) value.scale()) > SCALE_MAX ? null : value;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable String bounded(String text) {
        return text.length() > Attribution.TEXT_LENGTH_MAX ? null : text;
    }
}
