package io.spendstream.stream.book;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which files make up a published book.
 *
 * @param version the version of the book they make up
 * @param operator who published it
 * @param bundled the digests of the files of the bundled book it is or extends, by name
 * @param own the digests of its other files, by name
 */
public record BookHead(String version, String operator, Map<String, String> bundled, Map<String, String> own) {
    public BookHead {
        requireNonNull(version, "version");
        requireNonNull(operator, "operator");
        bundled = Collections.unmodifiableMap(new TreeMap<>(bundled));
        own = Collections.unmodifiableMap(new TreeMap<>(own));
        if (bundled.isEmpty() && own.isEmpty()) {
            throw new IllegalArgumentException("a book must have files: " + version);
        }
    }
}
