package io.spendstream.notifier.file;

import io.spendstream.notifier.file.ChannelsFileException.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One object of the file while it is read: gives out its fields as values, notes what is wrong with them without
 * repeating what may be a secret, and knows which fields were never asked for.
 */
final class Section {
    private static final String FILE_SUFFIX = "_file";

    private final Path file;
    private final String path;
    private final Node.Fields node;
    private final List<Problem> problems;
    private final Set<String> known = new LinkedHashSet<>();

    Section(Path file, String path, Node.Fields node, List<Problem> problems) {
        this.file = file;
        this.path = path;
        this.node = node;
        this.problems = problems;
    }

    /** Notes an error at {@code field}, or at the object itself if it is empty. */
    void error(String field, String message) {
        Node value = node.fields().get(field);
        int line = value == null ? node.line() : value.line();
        problems.add(new Problem(file.toString(), line, pathOf(field), message));
    }

    boolean has(String field) {
        return node.fields().containsKey(field);
    }

    /** Returns a text, or empty if it is not there or not a text. */
    Optional<String> text(String field) {
        known.add(field);
        Node value = node.fields().get(field);
        if (value instanceof Node.Scalar scalar && !scalar.text().isBlank()) {
            return Optional.of(scalar.text().strip());
        }
        if (value != null) {
            error(field, value instanceof Node.Scalar ? "must not be empty" : "must be a text, not " + value.kind());
        }
        return Optional.empty();
    }

    /** Returns a text that must be there, or empty after noting that it is not. */
    Optional<String> requiredText(String field) {
        if (!has(field)) {
            known.add(field);
            error("", "needs the field " + field);
            return Optional.empty();
        }
        return text(field);
    }

    /**
     * Returns what {@code parser} makes of the text of {@code field}, or of the file that {@code field_file} names, which
     * keeps a secret out of this file. One of the two must be there unless {@code fallback} is.
     */
    <T> Optional<T> secret(String field, Optional<T> fallback, Function<String, T> parser) {
        String fileField = field + FILE_SUFFIX;
        known.add(field);
        known.add(fileField);
        if (has(field) && has(fileField)) {
            error(fileField, "stands beside %s; keep one of them".formatted(field));
            return Optional.empty();
        }
        if (has(fileField)) {
            return text(fileField).flatMap(name -> contentOf(fileField, name)).flatMap(parse(fileField, parser));
        }
        if (has(field)) {
            return text(field).flatMap(parse(field, parser));
        }
        if (fallback.isEmpty()) {
            error("", "needs the field %s, or %s with the name of a file that holds it".formatted(field, fileField));
        }
        return fallback;
    }

    /** Returns what {@code parser} makes of each text of the list {@code field}. */
    <T> List<T> list(String field, Function<String, T> parser) {
        known.add(field);
        Node value = node.fields().get(field);
        List<Node> items = value instanceof Node.Items list ? list.items() : List.of();
        if (value != null && items.isEmpty()) {
            error(field, "must be a list with at least one item, such as [a, b]");
        }
        List<T> parsed = new ArrayList<>();
        for (Node item : items) {
            if (item instanceof Node.Scalar scalar) {
                parse(field, parser).apply(scalar.text().strip()).ifPresent(parsed::add);
            } else {
                error(field, "must be a list of texts, not of " + item.kind());
            }
        }
        return parsed;
    }

    /** Returns what {@code parser} makes of each text of {@code field}, and of each file that {@code field_files} names. */
    <T> List<T> secrets(String field, String filesField, Function<String, T> parser) {
        List<T> secrets = new ArrayList<>(list(field, parser));
        for (String name : list(filesField, Function.identity())) {
            contentOf(filesField, name).flatMap(parse(filesField, parser)).ifPresent(secrets::add);
        }
        if (!has(field) && !has(filesField)) {
            error("", "needs the field %s, or %s with the names of files that hold them".formatted(field, filesField));
        }
        return secrets;
    }

    private <T> Function<String, Optional<T>> parse(String field, Function<String, T> parser) {
        return text -> {
            try {
                return Optional.of(parser.apply(text));
            } catch (IllegalArgumentException e) {
                error(field, String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        };
    }

    private Optional<String> contentOf(String field, String name) {
        Path named = file.resolveSibling(name);
        try {
            String content = Files.readString(named).strip();
            if (content.isEmpty()) {
                error(field, "names the file %s, which is empty".formatted(named));
                return Optional.empty();
            }
            return Optional.of(content);
        } catch (IOException e) {
            error(field, "names the file %s, which cannot be read: %s".formatted(named, reason(e)));
            return Optional.empty();
        }
    }

    /** Returns why a file cannot be read; the exceptions of files say only which. */
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "access denied";
        }
        return String.valueOf(e.getMessage());
    }

    /** Notes every field that was never asked for: a misspelled route would tell the wrong people. */
    void end() {
        for (String field : node.fields().keySet()) {
            if (!known.contains(field)) {
                error(field, "is not a field here; known are " + String.join(", ", known));
            }
        }
    }

    private String pathOf(String field) {
        return field.isEmpty() || path.isEmpty() ? path + field : path + "." + field;
    }
}
