package io.spendstream.cli.budgets;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The fields of one object in a YAML file. What is wrong with them is noted with file, line and field, and reading goes
 * on, so that all of it is said at once. Numbers are read as they are written: they are never doubles.
 */
final class YamlFields {
    private final String file;
    private final String path;
    private final Node node;
    private final List<String> problems;
    private final Map<String, Node> fields = new LinkedHashMap<>();
    private final List<String> unread = new ArrayList<>();

    YamlFields(String file, String path, Node node, List<String> problems) {
        this.file = file;
        this.path = path;
        this.node = node;
        this.problems = problems;
        if (!(node instanceof MappingNode mapping)) {
            problem(node, path, "must be an object with fields");
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String name = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
            if (fields.put(name, tuple.getValueNode()) != null) {
                problem(tuple.getKeyNode(), nameOf(name), "stands twice");
            }
            unread.add(name);
        }
    }

    boolean has(String field) {
        return fields.containsKey(field);
    }

    /** Returns the text of {@code field}, or null if there is none; if it must be there, that is noted. */
    @Nullable
    String text(String field, boolean isRequired) {
        Node value = take(field);
        if (value == null) {
            if (isRequired) {
                problem(node, nameOf(field), "is required");
            }
            return null;
        }
        if (!(value instanceof ScalarNode scalar) || scalar.getValue().isEmpty()) {
            problem(value, nameOf(field), "must be a text or a number");
            return null;
        }
        return scalar.getValue();
    }

    /** Returns what {@code read} makes of the text of {@code field}, or null; what it throws is noted. */
    <T> @Nullable T value(String field, boolean isRequired, Function<String, T> read) {
        @Nullable Node value = fields.get(field);
        String text = text(field, isRequired);
        if (text == null || value == null) {
            return null;
        }
        try {
            return read.apply(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            problem(value, nameOf(field), String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** Returns the items of {@code field}: of a list, or the only one. */
    List<Node> items(String field) {
        Node value = take(field);
        if (value == null) {
            return List.of();
        }
        return value instanceof SequenceNode list ? list.getValue() : List.of(value);
    }

    /** Returns the object in {@code field}, or null if there is none. */
    @Nullable
    YamlFields object(String field) {
        Node value = take(field);
        return value == null ? null : new YamlFields(file, nameOf(field), value, problems);
    }

    /** Returns an object that is an item of {@code field}. */
    YamlFields item(String field, int index, Node item) {
        return new YamlFields(file, nameOf(field) + "[" + index + "]", item, problems);
    }

    /** Returns the names of all fields. */
    List<String> names() {
        return List.copyOf(fields.keySet());
    }

    /** Notes the fields that nobody asked for. */
    void requireAllRead(String known) {
        for (String name : unread) {
            problem(fields.getOrDefault(name, node), nameOf(name), "is not known; there are " + known);
        }
    }

    /** Notes that something is wrong with {@code field}, or with the whole object if it has no such field. */
    void problem(String field, String what) {
        problem(fields.getOrDefault(field, node), nameOf(field), what);
    }

    /** Notes that something is wrong with {@code at}, an item of {@code field}. */
    void problem(Node at, String field, String what) {
        problems.add("%s:%d: %s %s".formatted(file, at.getStartMark().getLine() + 1, field, what));
    }

    String nameOf(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    private @Nullable Node take(String field) {
        unread.remove(field);
        return fields.get(field);
    }
}
