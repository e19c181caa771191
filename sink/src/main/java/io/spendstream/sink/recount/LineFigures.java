package io.spendstream.sink.recount;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spendstream.contract.LedgerLine;
import io.spendstream.sink.recount.Difference.Figure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a row says otherwise than its line, field by field, as the fields are called on the wire. */
final class LineFigures {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String ABSENT = "nothing";

    private LineFigures() {}

    static List<Figure> of(LedgerLine line, LedgerLine row) {
        NavigableMap<String, String> expected = fields(LineDigest.textOf(line));
        NavigableMap<String, String> found = fields(LineDigest.textOf(row));
        Set<String> names = new TreeSet<>(expected.keySet());
        names.addAll(found.keySet());
        List<Figure> figures = new ArrayList<>();
        for (String name : names) {
            String right = expected.getOrDefault(name, ABSENT);
            String kept = found.getOrDefault(name, ABSENT);
            if (!right.equals(kept)) {
                figures.add(new Figure(name, right, kept));
            }
        }
        return figures;
    }

    /** Returns the values of an object by their paths, such as {@code usage.input}. */
    private static NavigableMap<String, String> fields(byte[] object) {
        NavigableMap<String, String> fields = new TreeMap<>();
        try (JsonParser json = JSON.createParser(object)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token.isScalarValue()) {
                    String path = json.getParsingContext().pathAsPointer().toString();
                    fields.put(path.substring(1).replace('/', '.'), json.getText());
                }
            }
            return fields;
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }
}
