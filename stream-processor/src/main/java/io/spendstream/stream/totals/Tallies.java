package io.spendstream.stream.totals;

import io.spendstream.stream.bytes.ByteReader;
import io.spendstream.stream.bytes.ByteWriter;
import java.util.ArrayList;
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
 * @param <K> the key
 * @param <T> the tally, with what is to be known of it beside
 */
public final class Tallies<K, T> {
    private static final int EXPECTED_BYTES = 64;

    private final KeyValueStore<byte[], byte[]> store;
    private final Form<K, T> form;
    private final Map<K, T> changed = new LinkedHashMap<>();

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

    /** Continues from what {@code store} holds. */
    public Tallies(KeyValueStore<byte[], byte[]> store, Form<K, T> form) {
        this.store = store;
        this.form = form;
        try (KeyValueIterator<byte[], byte[]> stored = store.all()) {
            while (stored.hasNext()) {
                KeyValue<byte[], byte[]> next = stored.next();
                if (next.value[0] != 0) {
                    changed.put(form.readKey.apply(next.key), read(next.value));
                }
            }
        }
    }

    /** Returns the tally of {@code key}, the form's for none if there is none. */
    public T get(K key) {
        T latest = changed.get(key);
        if (latest != null) {
            return latest;
        }
        byte @Nullable [] stored = store.get(form.writeKey.apply(key));
        return stored == null ? form.none : read(stored);
    }

    /** Sets the tally of {@code key}, to be passed on. */
    public void put(K key, T tally) {
        store.put(form.writeKey.apply(key), write(tally, true));
        changed.put(key, tally);
    }

    /** Returns whether there is something to pass on. */
    public boolean hasChanges() {
        return !changed.isEmpty();
    }

    /** Passes on, through {@code exit}, the tallies that changed since this was done before. */
    public void flush(BiConsumer<K, T> exit) {
        changed.forEach((key, tally) -> {
            exit.accept(key, tally);
            store.put(form.writeKey.apply(key), write(tally, false));
        });
        changed.clear();
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
