package io.spendstream.stream.budget;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.stream.bytes.ByteReader;
import io.spendstream.stream.bytes.ByteWriter;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Which generations of which budgets one partition counts, and since when. Kept in the transaction that counts what was
 * spent before, so that an aborted one does it again.
 *
 * <pre>
 * budget id → generation: 8 bytes, counted from: varint, seconds since 1970
 * nothing   → digest of the book: 8 bytes
 * </pre>
 */
final class CountedBook {
    private static final byte[] DIGEST = {};

    private final KeyValueStore<byte[], byte[]> store;
    private final Map<String, Since> byId = new HashMap<>();
    private @Nullable Long digest;

    private record Since(long generation, Instant from) {}

    /** Continues from what {@code store} holds. */
    CountedBook(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
        try (KeyValueIterator<byte[], byte[]> stored = store.all()) {
            while (stored.hasNext()) {
                KeyValue<byte[], byte[]> next = stored.next();
                var bytes = new ByteReader(next.value);
                long number = bytes.getLong();
                if (next.key.length == 0) {
                    digest = number;
                } else {
                    var since = new Since(number, Instant.ofEpochSecond(bytes.getVarint()));
                    byId.put(new String(next.key, UTF_8), since);
                }
            }
        }
    }

    /** Returns whether {@code book} is counted. */
    boolean is(BudgetBook book) {
        return digest != null && digest == book.digest();
    }

    /** Returns whether {@code definition}'s generation is counted. */
    boolean has(Definition definition) {
        Since since = byId.get(definition.budget().id());
        return since != null && since.generation == definition.generation();
    }

    /** Returns the start of the first window that is counted for {@code definition}. */
    Instant from(Definition definition) {
        Since since = byId.get(definition.budget().id());
        return since == null ? Instant.MAX : since.from;
    }

    /** Says that {@code book} is counted: of it, {@code more} since now, from the windows given. */
    void set(BudgetBook book, Map<Definition, Instant> more) {
        Collection<String> gone =
                byId.keySet().stream().filter(id -> book.find(id) == null).toList();
        gone.forEach(id -> {
            byId.remove(id);
            store.delete(id.getBytes(UTF_8));
        });
        more.forEach((definition, from) -> {
            byId.put(definition.budget().id(), new Since(definition.generation(), from));
            var bytes = new ByteWriter(16);
            bytes.putLong(definition.generation());
            bytes.putVarint(from.getEpochSecond());
            store.put(definition.budget().id().getBytes(UTF_8), bytes.toByteArray());
        });
        digest = book.digest();
        var bytes = new ByteWriter(8);
        bytes.putLong(book.digest());
        store.put(DIGEST, bytes.toByteArray());
    }
}
