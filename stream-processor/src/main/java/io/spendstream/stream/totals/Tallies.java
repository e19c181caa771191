package io.spendstream.stream.totals;

import io.spendstream.stream.bytes.ByteReader;
import io.spendstream.stream.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Tallies by key, in a store, of which each change is to be passed on, though not one by one. Used by one thread, that of
 * its task; {@link #write} is to be called before each commit.
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
    /** How many are remembered besides those that changed in a transaction. */
    static final int REMEMBERED_MAX = 10_000;

    private static final int EXPECTED_BYTES = 64;

    private final KeyValueStore<byte[], byte[]> store;
    private final Form<K, T> form;
    private final Remembered<K, Kept<T>> remembered;
    private final List<K> unpassed = new ArrayList<>();

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
            T none) {
        private byte[] write(Kept<T> kept) {
            var bytes = new ByteWriter(EXPECTED_BYTES);
            bytes.putByte(kept.isToBePassedOn ? 1 : 0);
            putTally.accept(bytes, kept.tally);
            return bytes.toByteArray();
        }

        private Kept<T> read(byte[] stored) {
            var bytes = new ByteReader(stored);
            boolean isToBePassedOn = bytes.getByte() != 0;
            var kept = new Kept<>(getTally.apply(bytes), isToBePassedOn);
            bytes.requireEnd();
            return kept;
        }
    }

    private record Kept<T>(T tally, boolean isToBePassedOn) {}

    /** Continues from what {@code store} holds, a store without a cache. */
    public Tallies(KeyValueStore<byte[], byte[]> store, Form<K, T> form) {
        this.store = store;
        this.form = form;
        this.remembered = new Remembered<>(
                store,
                new Remembered.Form<>(form.writeKey, form::write, form::read, new Kept<>(form.none, false)),
                REMEMBERED_MAX);
        try (KeyValueIterator<byte[], byte[]> stored = store.all()) {
            while (stored.hasNext()) {
                KeyValue<byte[], byte[]> next = stored.next();
                if (next.value[0] != 0) {
                    unpassed.add(form.readKey.apply(next.key));
                }
            }
        }
    }

    /** Returns the tally of {@code key}, the form's for none if there is none. */
    T get(K key) {
        return remembered.get(key).tally;
    }

    /** Changes the tally of {@code key}, the form's for none if there is none, to be passed on. */
    public void change(K key, UnaryOperator<T> change) {
        remembered.change(key, kept -> {
            if (!kept.isToBePassedOn) {
                unpassed.add(key);
            }
            return new Kept<>(change.apply(kept.tally), true);
        });
    }

    /** Returns whether there is something to pass on. */
    public boolean hasChanges() {
        return !unpassed.isEmpty();
    }

    /** Passes on, through {@code exit}, the tallies that changed since this was done before, and returns how many. */
    public int flush(BiConsumer<K, T> exit) {
        int count = unpassed.size();
        for (K key : unpassed) {
            remembered.change(key, kept -> {
                exit.accept(key, kept.tally);
                return new Kept<>(kept.tally, false);
            });
        }
        unpassed.clear();
        return count;
    }

    /** Writes to the store what changed since this was done before. */
    public void write() {
        remembered.write();
    }

    /** Removes the tallies that are {@code old}, passed on or not, and returns their keys. */
    public List<K> removeIf(BiPredicate<K, T> old) {
        write();
        Set<K> removed = new LinkedHashSet<>();
        try (KeyValueIterator<byte[], byte[]> stored = store.all()) {
            while (stored.hasNext()) {
                KeyValue<byte[], byte[]> next = stored.next();
                K key = form.readKey.apply(next.key);
                if (old.test(key, form.read(next.value).tally)) {
                    removed.add(key);
                }
            }
        }
        removed.forEach(remembered::delete);
        unpassed.removeIf(removed::contains);
        return List.copyOf(removed);
    }
}
