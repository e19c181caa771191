package io.spendstream.stream.book;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the records of the prices topic say, one after the other. Used by one thread. */
public final class BookTopic {
    private final Map<String, byte[]> files = new TreeMap<>();
    private Said said = new Said.Nothing();

    /** What the topic says after a record. */
    public sealed interface Said {
        /** No book was ever published. */
        record Nothing() implements Said {}

        /**
         * There is a book, but not one that can be used.
         *
         * @param reason why not
         */
        record Broken(String reason) implements Said {}

        /**
         * There is a whole book.
         *
         * @param book the book
         */
        record Whole(PublishedBook book) implements Said {}
    }

    /**
     * Takes the next record.
     *
     * @return whether it ends a book, so that it is worth asking what the topic {@link #said says} now
     */
    public boolean take(byte @Nullable [] key, byte @Nullable [] value, Instant takenAt) {
        String name = key == null ? "" : new String(key, UTF_8);
        if (!name.equals(BookRecords.HEAD)) {
            if (value == null) {
                files.remove(name);
            } else {
                files.put(name, value);
            }
            return false;
        }
        said = value == null ? new Said.Nothing() : read(value, takenAt);
        return true;
    }

    /** Returns what the last head says. */
    public Said said() {
        return said;
    }

    /** Returns the keys of all files there are, whether they belong to the last book or not. */
    public Set<String> files() {
        return Set.copyOf(files.keySet());
    }

    /** Returns the book that is whole on the topic, if there is one. */
    public Optional<PublishedBook> book() {
        return said instanceof Said.Whole whole ? Optional.of(whole.book()) : Optional.empty();
    }

    private Said read(byte[] value, Instant takenAt) {
        BookHead head;
        try {
            head = BookRecords.readHead(value);
        } catch (IllegalArgumentException e) {
            return new Said.Broken(String.valueOf(e.getMessage()));
        }
        Map<String, String> bundled = new TreeMap<>();
        Map<String, String> own = new TreeMap<>();
        String missing = collect(true, head.bundled(), bundled) + collect(false, head.own(), own);
        return missing.isEmpty()
                ? new Said.Whole(new PublishedBook(head, takenAt, bundled, own))
                : new Said.Broken("book %s is not whole: %s".formatted(head.version(), missing.strip()));
    }

    /** Puts the texts of the files with {@code digests} into {@code texts}; returns the names of those that differ. */
    private String collect(boolean isBundled, Map<String, String> digests, Map<String, String> texts) {
        var missing = new StringBuilder();
        digests.forEach((name, digest) -> {
            String key = BookRecords.keyOf(isBundled, name);
            byte @Nullable [] text = files.get(key);
            if (text != null && BookRecords.digest(text).equals(digest)) {
                texts.put(name, new String(text, UTF_8));
            } else {
                missing.append(key).append(' ');
            }
        });
        return missing.toString();
    }
}
