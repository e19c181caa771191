package io.spendstream.notifier.file;

import io.spendstream.yaml.Node;
import io.spendstream.yaml.Section;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One channel of the file while it is read: knows files that hold secrets, and repeats no value, which may be one. */
final class ChannelSection {
    private static final String FILE_SUFFIX = "_file";

    private final Path file;
    private final Section section;

    /** Reads {@code section} of {@code file}. */
    ChannelSection(Path file, Section section) {
        this.file = file;
        this.section = section;
    }

    /** Notes an error at {@code field}. */
    void error(String field, String message) {
        section.error(field, message);
    }

    /** Returns a text that must be there, or empty after noting that it is not. */
    Optional<String> requiredText(String field) {
        return Optional.ofNullable(section.requiredText(field));
    }

    /**
     * Returns what {@code parser} makes of the text of {@code field}, or of the file that {@code field_file} names, which
     * keeps a secret out of this file. One of the two must be there unless {@code fallback} is.
     */
    <T> Optional<T> secret(String field, Optional<T> fallback, Function<String, T> parser) {
        String fileField = field + FILE_SUFFIX;
        section.expect(field);
        section.expect(fileField);
        if (section.has(field) && section.has(fileField)) {
            error(fileField, "stands beside %s; keep one of them".formatted(field));
            return Optional.empty();
        }
        if (section.has(fileField)) {
            return Optional.ofNullable(section.value(fileField, name -> parser.apply(contentOf(name))));
        }
        if (section.has(field)) {
            return Optional.ofNullable(section.value(field, parser));
        }
        if (fallback.isEmpty()) {
            error("", "needs the field %s, or %s with the name of a file that holds it".formatted(field, fileField));
        }
        return fallback;
    }

    /** Returns what {@code parser} makes of each text of the list {@code field}. */
    <T> List<T> list(String field, Function<String, T> parser) {
        section.expect(field);
        List<Node> items = section.isList(field) ? section.items(field) : List.of();
        if (section.has(field) && items.isEmpty()) {
            error(field, "must be a list with at least one item, such as [a, b]");
        }
        List<T> parsed = new ArrayList<>();
        for (Node item : items) {
            if (item instanceof Node.Scalar scalar) {
                Optional.ofNullable(section.value(field, scalar, parser)).ifPresent(parsed::add);
            } else {
                error(field, "must be a list of texts, not of " + item.kind());
            }
        }
        return parsed;
    }

    /** Returns what {@code parser} makes of each text of {@code field}, and of each file that {@code field_files} names. */
    <T> List<T> secrets(String field, String filesField, Function<String, T> parser) {
        List<T> secrets = new ArrayList<>(list(field, parser));
        secrets.addAll(list(filesField, name -> parser.apply(contentOf(name))));
        if (!section.has(field) && !section.has(filesField)) {
            error("", "needs the field %s, or %s with the names of files that hold them".formatted(field, filesField));
        }
        return secrets;
    }

    private String contentOf(String name) {
        Path named = file.resolveSibling(name);
        String content;
        try {
            content = Files.readString(named).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "names the file %s, which cannot be read: %s".formatted(named, reason(e)), e);
        }
        if (content.isEmpty()) {
            throw new IllegalArgumentException("names the file %s, which is empty".formatted(named));
        }
        return content;
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
        section.end();
    }
}
