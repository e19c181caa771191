package io.spendstream.stream.totals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What a store holds, of which what was used lately is remembered. Changes stay here until {@link #write}, which is to be
 * called before each commit of the task: what changes a hundred times within a transaction is encoded and stored once.
 * Used by one thread, that of its task.
 *
 * <p>It stands in for the cache that Kafka Streams can keep before a store. That one finds a key by comparing its bytes to
 * those of others, which for the cells an event changes costs more than all that is done with them.
 *
 * @param <K> the key
 * @param <V> what is held, which cannot change itself
 */
public final class Remembered<K, V> {
    private final KeyValueStore<byte[], byte[]> store;
    private final Form<K, V> form;
    private final int max;
    private final Map<K, Known<V>> known = new HashMap<>();
    private final List<Known<V>> unwritten = new ArrayList<>();

    /**
     * How keys and values stand in the store.
     *
     * @param none what a key has that the store does not have
     */
    public record Form<K, V>(
            Function<K, byte[]> writeKey, Function<V, byte[]> writeValue, Function<byte[], V> readValue, V none) {}

    private static final class Known<V> {
        private final byte[] storeKey;
        private V value;
        private boolean isToBeWritten;

        private Known(byte[] storeKey, V value) {
            this.storeKey = storeKey;
            this.value = value;
        }
    }

    /**
     * Continues from what {@code store} holds.
     *
     * @param store a store without a cache
     * @param max how many are remembered, besides those that are to be written
     */
    public Remembered(KeyValueStore<byte[], byte[]> store, Form<K, V> form, int max) {
        this.store = store;
        this.form = form;
        this.max = max;
    }

    /** Returns what is held for {@code key}, the form's for none if nothing is. */
    public V get(K key) {
        return of(key).value;
    }

    private Known<V> of(K key) {
        Known<V> one = known.get(key);
        if (one != null) {
            return one;
        }
        if (known.size() - unwritten.size() >= max) {
            known.values().removeIf(each -> !each.isToBeWritten);
        }
        byte[] storeKey = form.writeKey.apply(key);
        byte @Nullable [] stored = store.get(storeKey);
        one = new Known<>(storeKey, stored == null ? form.none : form.readValue.apply(stored));
        known.put(key, one);
        return one;
    }

    /** Changes what is held for {@code key}, to be written. */
    public void change(K key, UnaryOperator<V> change) {
        Known<V> one = of(key);
        one.value = change.apply(one.value);
        if (!one.isToBeWritten) {
            one.isToBeWritten = true;
            unwritten.add(one);
        }
    }

    /** Deletes what is held for {@code key}. */
    public void delete(K key) {
        write();
        known.remove(key);
        store.delete(form.writeKey.apply(key));
    }

    /** Writes to the store what changed since this was done before; to be called before each commit. */
    public void write() {
        for (Known<V> one : unwritten) {
            store.put(one.storeKey, form.writeValue.apply(one.value));
            one.isToBeWritten = false;
        }
        unwritten.clear();
    }
}
