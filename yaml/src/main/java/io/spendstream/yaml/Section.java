package io.spendstream.yaml;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One object of a file while it is read: gives out its fields as values, notes what is wrong with them, and knows which
 * were never asked for. Absent fields are null or empty; wrong ones too, after they were noted.
 */
public final class Section {
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,12}(?:\\.\\d{1,30})?");

    private static final String DECIMAL_EXPECTED = "a plain decimal number such as 2.50";

    private final Node.Fields node;
    private final String path;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();

    /** Reads {@code node}, which stands at {@code path}; the path of the whole file is empty. */
    public Section(Node.Fields node, String path, Problems problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
    }

    /** Returns the line the object begins on. */
    public int line() {
        return node.line();
    }

    /** Returns where in the file the object stands. */
    public String path() {
        return path;
    }

    /** Returns whether there is such a field, whatever its value. */
    public boolean has(String field) {
        return node.fields().containsKey(field);
    }

    /** Returns whether the value of {@code field} is a text or a number. */
    public boolean isScalar(String field) {
        return node.fields().get(field) instanceof Node.Scalar;
    }

    /** Returns whether the value of {@code field} is a list. */
    public boolean isList(String field) {
        return node.fields().get(field) instanceof Node.Items;
    }

    /** Makes {@code field} known without asking for its value. */
    public void expect(String field) {
        known.add(field);
    }

    /** Notes an error at {@code field}, or at the object itself if it is empty. */
    public void error(String field, String message) {
        error(lineOf(field), field, message);
    }

    /** Notes an error at {@code line}, in the middle of {@code field}. */
    public void error(int line, String field, String message) {
        problems.add(line, pathOf(field), message);
    }

    /** Notes something worth a second look at {@code field}. */
    public void warn(String field, String message) {
        problems.warn(lineOf(field), pathOf(field), message);
    }

    /** Returns a text or a number as it is written, or null. */
    public @Nullable String text(String field) {
        Node value = take(field);
        if (value instanceof Node.Scalar scalar && !scalar.text().isBlank()) {
            return scalar.text().strip();
        }
        if (value != null) {
            error(field, value instanceof Node.Scalar ? "must not be empty" : "must be a text, not " + value.kind());
        }
        return null;
    }

    /** Returns a text that must be there, or null. */
    public @Nullable String requiredText(String field) {
        if (!has(field)) {
            known.add(field);
            error("", "needs the field " + field);
            return null;
        }
        return text(field);
    }

    /** Returns the texts of a list, which may be empty ones. */
    public List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        for (Node item : items(field)) {
            if (item instanceof Node.Scalar scalar) {
                texts.add(scalar.text().strip());
            } else {
                error(field, "must be a list of texts, not of " + item.shown());
            }
        }
        return texts;
    }

    /** Returns what {@code parser} makes of a text, or null; what it throws says what the text should be. */
    public <T> @Nullable T value(String field, Function<String, T> parser) {
        String text = text(field);
        return text == null ? null : value(lineOf(field), field, text, parser);
    }

    /** Returns what {@code parser} makes of a text that must be there, or null; see above. */
    public <T> @Nullable T requiredValue(String field, Function<String, T> parser) {
        String text = requiredText(field);
        return text == null ? null : value(lineOf(field), field, text, parser);
    }

    /** Returns what {@code parser} makes of the text of {@code item}, which stands in the list {@code field}; see above. */
    public <T> @Nullable T value(String field, Node.Scalar item, Function<String, T> parser) {
        return value(item.line(), field, item.text().strip(), parser);
    }

    private <T> @Nullable T value(int line, String field, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            error(line, field, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** Returns a whole day, or null. */
    public @Nullable LocalDate date(String field) {
        return parsed(field, LocalDate::parse, "a date such as 2026-11-21");
    }

    /** Returns a moment, written as one or as a day, which begins at 00:00 UTC; or null. */
    public @Nullable Instant moment(String field) {
        return parsed(
                field,
                text -> text.length() == 10
                        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                        : Instant.parse(text),
                "a date such as 2026-11-21, or a time such as 2026-11-21T16:00:00Z");
    }

    /** Returns what {@code parser} makes of a text, or null; {@code expected} says what it should be. */
    public <T> @Nullable T parsed(String field, Function<String, T> parser, String expected) {
        String text = text(field);
        if (text == null) {
            return null;
        }
        try {
            return parser.apply(text);
        } catch (DateTimeException | IllegalArgumentException e) {
            error(field, "must be " + expected + ": '" + text + "'");
            return null;
        }
    }

    /** Returns a decimal number that is not negative, or null. */
    public @Nullable BigDecimal decimal(String field) {
        return parsed(field, Section::parseDecimal, DECIMAL_EXPECTED);
    }

    /** Returns every field of the object as a decimal number, by name. */
    public Map<String, BigDecimal> decimals() {
        Map<String, BigDecimal> decimals = new TreeMap<>();
        for (String field : node.fields().keySet()) {
            BigDecimal decimal = decimal(field);
            if (decimal != null) {
                decimals.put(field, decimal);
            }
        }
        return decimals;
    }

    /** Returns an object, or null. */
    public @Nullable Section section(String field) {
        Node value = take(field);
        if (value instanceof Node.Fields fields) {
            return new Section(fields, pathOf(field), problems);
        }
        if (value != null) {
            error(field, "must be an object, not " + value.shown());
        }
        return null;
    }

    /** Returns the objects of a list, where an object by itself is a list of one. */
    public List<Section> oneOrMoreSections(String field) {
        Section only = node.fields().get(field) instanceof Node.Fields ? section(field) : null;
        return only == null ? sections(field) : List.of(only);
    }

    /** Returns the objects of a list. */
    public List<Section> sections(String field) {
        List<Section> sections = new ArrayList<>();
        List<Node> items = items(field);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Node.Fields fields) {
                sections.add(new Section(fields, "%s[%d]".formatted(pathOf(field), i), problems));
            } else {
                error(field, "must be a list of objects, not of " + items.get(i).shown());
            }
        }
        return sections;
    }

    /** Returns the items of a list, whatever they are, where a value by itself is a list of one. */
    public List<Node> oneOrMoreItems(String field) {
        Node value = take(field);
        if (value instanceof Node.Items list) {
            return list.items();
        }
        return value == null ? List.of() : List.of(value);
    }

    /** Returns the items of a list, whatever they are. */
    public List<Node> items(String field) {
        Node value = take(field);
        if (value instanceof Node.Items list) {
            return list.items();
        }
        if (value != null) {
            error(field, "must be a list, not " + value.shown());
        }
        return List.of();
    }

    /** Returns {@code item} of the list {@code field} as an object if it is one. */
    public Section item(String field, int index, Node.Fields item) {
        return new Section(item, "%s[%d]".formatted(pathOf(field), index), problems);
    }

    /** Returns each field's object, by name. */
    public Map<String, Section> sectionsByName() {
        Map<String, Section> sections = new TreeMap<>();
        for (String field : node.fields().keySet()) {
            Section section = section(field);
            if (section != null) {
                sections.put(field, section);
            }
        }
        return sections;
    }

    /** Notes every field that was never asked for: a misspelled field must not be a price that is not there. */
    public void end() {
        for (String field : node.fields().keySet()) {
            if (!known.contains(field)) {
                error(field, "is not a field here; known are " + String.join(", ", known));
            }
        }
    }

    private @Nullable Node take(String field) {
        known.add(field);
        return node.fields().get(field);
    }

    private int lineOf(String field) {
        Node value = node.fields().get(field);
        return value == null ? node.line() : value.line();
    }

    private String pathOf(String field) {
        return field.isEmpty() || path.isEmpty() ? path + field : path + "." + field;
    }

    private static BigDecimal parseDecimal(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new NumberFormatException(text);
        }
        return new BigDecimal(text);
    }
}
