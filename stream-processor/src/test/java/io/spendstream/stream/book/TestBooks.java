package io.spendstream.stream.book;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.stream.pricing.PriceBook;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Books of one model each, and their records. */
public final class TestBooks {
    /** When the books are published. */
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private TestBooks() {}

    /** Returns the file of a book in which a million input tokens of {@code acme/model} cost {@code usd}. */
    public static Map<String, String> book(String model, String usd) {
        return Map.of(model + ".yaml", """
                format: 1
                date: 2026-11-21
                source: https://acme.example/prices
                checked: 2026-11-21
                entries:
                  - id: acme/%1$s
                    provider: acme
                    model: %1$s
                    usd_per_million_tokens: {input: %2$s, output: %2$s}
                """.formatted(model, usd));
    }

    /** Returns the same file, which extends the bundled book. */
    static Map<String, String> extension(String model, String usd) {
        return Map.of(model + ".yaml", "extends: bundled\n" + book(model, usd).get(model + ".yaml"));
    }

    /** Returns the records that put a book in force. */
    public static Map<String, byte[]> records(Map<String, String> bundled, Map<String, String> own) {
        PriceBook book = PublishedBook.open(bundled, own);
        var head = new BookHead(book.version(), "ada", BookRecords.digests(bundled), BookRecords.digests(own));
        return new LinkedHashMap<>(BookRecords.write(head, bundled, own));
    }

    static void take(BookTopic topic, Map<String, byte[]> records) {
        records.forEach((key, value) -> topic.take(key.getBytes(UTF_8), value, NOON));
    }

    static void take(Processor<byte[], byte[], Void, Void> follower, Map<String, byte[]> records) {
        records.forEach((key, value) -> take(follower, key, value));
    }

    static void take(Processor<byte[], byte[], Void, Void> follower, String key, byte @Nullable [] value) {
        follower.process(new Record<>(key.getBytes(UTF_8), value, NOON.toEpochMilli()));
    }
}
