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
 * Tallies by key, in a store, of which each change is to be passed on, though not one by one.
 *
 * <p>Which tallies changed and were not passed on yet is kept beside them. A transaction may commit between a change
 * and the flush that would pass it on; after a crash the next owner finds the change here and passes it on.
 *
 * <pre>
 * stored := 1 if it is still to be passed on, else 0: 1 byte, timed tally
 * </pre>
 */
final class Tallies<K> {
    private final KeyValueStore<byte[], byte[]> store;
    private final Function<K, byte[]> writeKey;
    private final Function<byte[], K> readKey;
    private final Map<K, TimedTally> changed = new LinkedHashMap<>();

    /** Continues from what {@code store} holds. */
    Tallies(KeyValueStore<byte[], byte[]> store, Function<K, byte[]> writeKey, Function<byte[], K> readKey) {
        this.store = store;
        this.writeKey = writeKey;
        this.readKey = readKey;
        try (KeyValueIterator<byte[], byte[]> stored = store.all()) {
            while (stored.hasNext()) {
                KeyValue<byte[], byte[]> next = stored.next();
                if (next.value[0] != 0) {
                    changed.put(readKey.apply(next.key), read(next.value));
                }
            }
        }
    }

    /** Returns the tally of {@code key}, {@link TimedTally#NONE} if there is none. */
    TimedTally get(K key) {
        TimedTally latest = changed.get(key);
        return latest == null ? read(store, writeKey.apply(key)) : latest;
    }

    /** Returns the tally that {@code store}, the store of a {@code Tallies}, holds for {@code key}. */
    static TimedTally read(KeyValueStore<byte[], byte[]> store, byte[] key) {
        byte @Nullable [] stored = store.get(key);
        return stored == null ? TimedTally.NONE : read(stored);
    }

    /** Sets the tally of {@code key}, to be passed on. */
    void put(K key, TimedTally tally) {
        store.put(writeKey.apply(key), write(tally, true));
        changed.put(key, tally);
    }

    /** Returns whether there is something to pass on. */
    boolean hasChanges() {
        return !changed.isEmpty();
    }

    /** Passes on, through {@code exit}, the tallies that changed since this was done before. */
    void flush(BiConsumer<K, TimedTally> exit) {
        changed.forEach((key, tally) -> {
            exit.accept(key, tally);
            store.put(writeKey.apply(key), write(tally, false));
        });
        changed.clear();
    }

    /** Removes the tallies that are {@code old} and returns their keys. Those still to be passed on stay. */
    List<K> removeIf(BiPredicate<K, TimedTally> old) {
        List<K> removed = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> stored = store.all()) {
            while (stored.hasNext()) {
                KeyValue<byte[], byte[]> next = stored.next();
                K key = readKey.apply(next.key);
                if (next.value[0] == 0 && old.test(key, read(next.value))) {
                    removed.add(key);
                }
            }
        }
        removed.forEach(key -> store.delete(writeKey.apply(key)));
        return removed;
    }

    private static byte[] write(TimedTally tally, boolean isToBePassedOn) {
        var bytes = new ByteWriter(40);
        bytes.putByte(isToBePassedOn ? 1 : 0);
        TotalsFormat.putTally(bytes, tally);
        return bytes.toByteArray();
    }

    private static TimedTally read(byte[] stored) {
        var bytes = new ByteReader(stored);
        bytes.getByte();
        TimedTally tally = TotalsFormat.getTally(bytes);
        bytes.requireEnd();
        return tally;
    }
}
