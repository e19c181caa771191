package io.spendstream.stream.book;

import static java.util.Objects.requireNonNull;

import io.spendstream.stream.pricing.PriceBook;
import io.spendstream.stream.pricing.PriceBookException;
import java.time.Instant;
import java.util.Map;

/**
 * A book as it was published: whole, and not yet known to be readable.
 *
 * @param head which files it is made of
 * @param publishedAt when the broker took it
 * @param bundled the files of the bundled book it is or extends, their texts by name
 * @param own its further files, their texts by name; none if it is the bundled book itself
 */
public record PublishedBook(BookHead head, Instant publishedAt, Map<String, String> bundled, Map<String, String> own) {
    public PublishedBook {
        requireNonNull(head, "head");
        requireNonNull(publishedAt, "publishedAt");
        bundled = Map.copyOf(bundled);
        own = Map.copyOf(own);
    }

    /**
     * Returns the prices in it. What they extend are the files that were published with them, not those that came with
     * this release: else two releases side by side would price differently.
     *
     * @throws PriceBookException if it breaks a rule
     */
    public PriceBook open() {
        return open(bundled, own);
    }

    static PriceBook open(Map<String, String> bundled, Map<String, String> own) {
        if (bundled.isEmpty()) {
            return PriceBook.of(own);
        }
        PriceBook base = PriceBook.ofBundled(bundled);
        return own.isEmpty() ? base : PriceBook.of(own, base);
    }
}
