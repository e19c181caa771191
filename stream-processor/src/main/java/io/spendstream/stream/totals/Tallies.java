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
 * Tallies by key, in a store, of which each change is to be passed on, though not one by one.
 *
 * <p>Which tallies changed and were not passed on yet is kept beside them. A transaction may commit between a change
 * and the flush that would pass it on; after a crash the next owner finds the change here and passes it on.
 *
 * <pre>
 * stored := 1 if it is still to be passed on, else 0: 1 byte, timed tally
 * </pre>
 *
 * <p>What was used lately is remembered with its encoded key: the cache that Kafka Streams keeps before a store finds a
 * key by comparing it to others, which for the hottest cells costs more than all that is done with them.
 */
final class Tallies<K> {
    private static final int REMEMBERED_MAX = 5_000;

    private final KeyValueStore<byte[], byte[]> store;
    private final Function<K, byte[]> writeKey;
    private final Function<byte[], K> readKey;
    private final Map<K, Known> remembered = new HashMap<>();
    private final Map<K, Known> changed = new LinkedHashMap<>();

    /** What the store holds for a key. */
    private static final class Known {
        private final byte[] storeKey;
        private TimedTally tally;

        private Known(byte[] storeKey, TimedTally tally) {
            this.storeKey = storeKey;
            this.tally = tally;
        }
    }

    /** Continues from what {@code store} holds. */
    Tallies(KeyValueStore<byte[], byte[]> store, Function<K, byte[]> writeKey, Function<byte[], K> readKey) {
        this.store = store;
        this.writeKey = writeKey;
        this.readKey = readKey;
        try (KeyValueIterator<byte[], byte[]> stored = store.all()) {
            while (stored.hasNext()) {
                KeyValue<byte[], byte[]> next = stored.next();
                if (next.value[0] != 0) {
                    changed.put(readKey.apply(next.key), new Known(next.key, read(next.value)));
                }
            }
        }
        remembered.putAll(changed);
    }

    /** Returns the tally of {@code key}, {@link TimedTally#NONE} if there is none. */
    TimedTally get(K key) {
        return known(key).tally;
    }

    private Known known(K key) {
        Known known = remembered.get(key);
        if (known != null) {
            return known;
        }
        if (remembered.size() >= REMEMBERED_MAX) {
            remembered.clear();
            remembered.putAll(changed);
        }
        byte[] storeKey = writeKey.apply(key);
        known = new Known(storeKey, read(store, storeKey));
        remembered.put(key, known);
        return known;
    }

    /** Returns the tally that {@code store}, the store of a {@code Tallies}, holds for {@code key}. */
    static TimedTally read(KeyValueStore<byte[], byte[]> store, byte[] key) {
        byte @Nullable [] stored = store.get(key);
        return stored == null ? TimedTally.NONE : read(stored);
    }

    /** Sets the tally of {@code key}, to be passed on. */
    void put(K key, TimedTally tally) {
        Known known = known(key);
        known.tally = tally;
        store.put(known.storeKey, write(tally, true));
        changed.put(key, known);
    }

    /** Returns whether there is something to pass on. */
    boolean hasChanges() {
        return !changed.isEmpty();
    }

    /** Passes on, through {@code exit}, the tallies that changed since this was done before, and returns how many. */
    int flush(BiConsumer<K, TimedTally> exit) {
        int count = changed.size();
        changed.forEach((key, known) -> {
            exit.accept(key, known.tally);
            store.put(known.storeKey, write(known.tally, false));
        });
        changed.clear();
        return count;
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
        removed.forEach(key -> {
            remembered.remove(key);
            store.delete(writeKey.apply(key));
        });
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
