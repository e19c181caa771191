package io.spendstream.stream.totals;

import io.spendstream.stream.bytes.ByteReader;
import io.spendstream.stream.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Tallies by key, in a store, of which each change is to be passed on, though not one by one. Used by one thread, that of
 * its task.
 *
 * <p>Which tallies changed and were not passed on yet is kept beside them. A transaction may commit between a change
 * and the flush that would pass it on; after a crash the next owner finds the change here and passes it on.
 *
 * <pre>
 * stored := 1 if it is still to be passed on, else 0: 1 byte, tally in its form
 * </pre>
 *
 * <p>What was used lately is remembered with its encoded key: the cache that Kafka Streams keeps before a store finds a
 * key by comparing it to others, which for the hottest cells costs more than all that is done with them.
 *
 * @param <K> the key
 * @param <T> the tally, with what is to be known of it beside
 */
public final class Tallies<K, T> {
    /** How many are remembered of those that were passed on. */
    static final int REMEMBERED_MAX = 5_000;

    private static final int EXPECTED_BYTES = 64;

    private final KeyValueStore<byte[], byte[]> store;
    private final Form<K, T> form;
    private final Map<K, Known<T>> remembered = new HashMap<>();
    private final Map<K, Known<T>> changed = new LinkedHashMap<>();

    /**
     * How keys and tallies stand in the store.
     *
     * @param none the tally of a key the store does not have
     */
    public record Form<K, T>(
            Function<K, byte[]> writeKey,
            Function<byte[], K> readKey,
            BiConsumer<ByteWriter, T> putTally,
            Function<ByteReader, T> getTally,
            T none) {}

    /** What the store holds for a key. */
    private static final class Known<T> {
        private final byte[] storeKey;
        private T tally;

        private Known(byte[] storeKey, T tally) {
            this.storeKey = storeKey;
            this.tally = tally;
        }
    }

    /** Continues from what {@code store} holds. */
    public Tallies(KeyValueStore<byte[], byte[]> store, Form<K, T> form) {
        this.store = store;
        this.form = form;
        try (KeyValueIterator<byte[], byte[]> stored = store.all()) {
            while (stored.hasNext()) {
                KeyValue<byte[], byte[]> next = stored.next();
                if (next.value[0] != 0) {
                    changed.put(form.readKey.apply(next.key), new Known<>(next.key, read(next.value)));
                }
            }
        }
        remembered.putAll(changed);
    }

    /** Returns the tally of {@code key}, the form's for none if there is none. */
    public T get(K key) {
        return known(key).tally;
    }

    private Known<T> known(K key) {
        Known<T> known = remembered.get(key);
        if (known != null) {
            return known;
        }
        if (remembered.size() - changed.size() >= REMEMBERED_MAX) {
            remembered.clear();
            remembered.putAll(changed);
        }
        byte[] storeKey = form.writeKey.apply(key);
        byte @Nullable [] stored = store.get(storeKey);
        known = new Known<>(storeKey, stored == null ? form.none : read(stored));
        remembered.put(key, known);
        return known;
    }

    /** Sets the tally of {@code key}, to be passed on. */
    public void put(K key, T tally) {
        Known<T> known = known(key);
        known.tally = tally;
        store.put(known.storeKey, write(tally, true));
        changed.put(key, known);
    }

    /** Returns whether there is something to pass on. */
    public boolean hasChanges() {
        return !changed.isEmpty();
    }

    /** Passes on, through {@code exit}, the tallies that changed since this was done before, and returns how many. */
    public int flush(BiConsumer<K, T> exit) {
        int count = changed.size();
        changed.forEach((key, known) -> {
            exit.accept(key, known.tally);
            store.put(known.storeKey, write(known.tally, false));
        });
        changed.clear();
        return count;
    }

    /** Removes the tallies that are {@code old}, passed on or not, and returns their keys. */
    public List<K> removeIf(BiPredicate<K, T> old) {
        List<K> removed = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> stored = store.all()) {
            while (stored.hasNext()) {
                KeyValue<byte[], byte[]> next = stored.next();
                K key = form.readKey.apply(next.key);
                if (old.test(key, read(next.value))) {
                    removed.add(key);
                }
            }
        }
        removed.forEach(key -> {
            store.delete(form.writeKey.apply(key));
            remembered.remove(key);
            changed.remove(key);
        });
        return removed;
    }

    private byte[] write(T tally, boolean isToBePassedOn) {
        var bytes = new ByteWriter(EXPECTED_BYTES);
        bytes.putByte(isToBePassedOn ? 1 : 0);
        form.putTally.accept(bytes, tally);
        return bytes.toByteArray();
    }

    private T read(byte[] stored) {
        var bytes = new ByteReader(stored);
        bytes.getByte();
        T tally = form.getTally.apply(bytes);
        bytes.requireEnd();
        return tally;
    }
}
