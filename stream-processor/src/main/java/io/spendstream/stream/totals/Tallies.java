package io.spendstream.stream.totals;

import io.spendstream.stream.bytes.ByteReader;
import io.spendstream.stream.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * <p>What was used lately is remembered, and changes stay there until {@link #write}, which is to be called before each
 * commit of the task: a tally that changes a hundred times within a transaction is encoded and stored once.
 *
 * <p>Which tallies changed and were not passed on yet is kept beside them in the store. A transaction may commit between
 * a change and the flush that would pass it on; after a crash the next owner finds the change here and passes it on.
 *
 * <pre>
 * stored := 1 if it is still to be passed on, else 0: 1 byte, tally in its form
 * </pre>
 *
 * @param <K> the key
 * @param <T> the tally, with what is to be known of it beside
 */
public final class Tallies<K, T> {
    /** How many are remembered of those that neither must be passed on nor be written. */
    static final int REMEMBERED_MAX = 20_000;

    private static final int EXPECTED_BYTES = 64;

    private final KeyValueStore<byte[], byte[]> store;
    private final Form<K, T> form;
    private final Map<K, Known<K, T>> remembered = new HashMap<>();
    private final List<Known<K, T>> unpassed = new ArrayList<>();
    private final List<Known<K, T>> unwritten = new ArrayList<>();

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

    /** The tally of a key, and what is still to be done with it. */
    private static final class Known<K, T> {
        private final K key;
        private final byte[] storeKey;
        private T tally;
        private boolean isToBePassedOn;
        private boolean isToBeWritten;

        private Known(K key, byte[] storeKey, T tally) {
            this.key = key;
            this.storeKey = storeKey;
            this.tally = tally;
        }
    }

    /** Continues from what {@code store} holds, a store without a cache. */
    public Tallies(KeyValueStore<byte[], byte[]> store, Form<K, T> form) {
        this.store = store;
        this.form = form;
        try (KeyValueIterator<byte[], byte[]> stored = store.all()) {
            while (stored.hasNext()) {
                KeyValue<byte[], byte[]> next = stored.next();
                if (next.value[0] != 0) {
                    var known = new Known<>(form.readKey.apply(next.key), next.key, read(next.value));
                    known.isToBePassedOn = true;
                    unpassed.add(known);
                    remembered.put(known.key, known);
                }
            }
        }
    }

    /** Returns the tally of {@code key}, the form's for none if there is none. */
    public T get(K key) {
        return known(key).tally;
    }

    private Known<K, T> known(K key) {
        Known<K, T> known = remembered.get(key);
        if (known != null) {
            return known;
        }
        if (remembered.size() - unpassed.size() - unwritten.size() >= REMEMBERED_MAX) {
            remembered.values().removeIf(one -> !one.isToBePassedOn && !one.isToBeWritten);
        }
        byte[] storeKey = form.writeKey.apply(key);
        byte @Nullable [] stored = store.get(storeKey);
        known = new Known<>(key, storeKey, stored == null ? form.none : read(stored));
        remembered.put(key, known);
        return known;
    }

    /** Sets the tally of {@code key}, to be passed on and to be written. */
    public void put(K key, T tally) {
        Known<K, T> known = known(key);
        known.tally = tally;
        if (!known.isToBePassedOn) {
            known.isToBePassedOn = true;
            unpassed.add(known);
        }
        askToWrite(known);
    }

    private void askToWrite(Known<K, T> known) {
        if (!known.isToBeWritten) {
            known.isToBeWritten = true;
            unwritten.add(known);
        }
    }

    /** Returns whether there is something to pass on. */
    public boolean hasChanges() {
        return !unpassed.isEmpty();
    }

    /** Passes on, through {@code exit}, the tallies that changed since this was done before, and returns how many. */
    public int flush(BiConsumer<K, T> exit) {
        int count = unpassed.size();
        for (Known<K, T> known : unpassed) {
            exit.accept(known.key, known.tally);
            known.isToBePassedOn = false;
            askToWrite(known);
        }
        unpassed.clear();
        return count;
    }

    /** Writes to the store what changed since this was done before; to be called before each commit. */
    public void write() {
        for (Known<K, T> known : unwritten) {
            store.put(known.storeKey, write(known.tally, known.isToBePassedOn));
            known.isToBeWritten = false;
        }
        unwritten.clear();
    }

    /** Removes the tallies that are {@code old}, passed on or not, and returns their keys. */
    public List<K> removeIf(BiPredicate<K, T> old) {
        write();
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
        Set<Known<K, T>> forgotten = Collections.newSetFromMap(new IdentityHashMap<>());
        for (K key : removed) {
            store.delete(form.writeKey.apply(key));
            Known<K, T> known = remembered.remove(key);
            if (known != null) {
                forgotten.add(known);
            }
        }
        unpassed.removeIf(forgotten::contains);
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
