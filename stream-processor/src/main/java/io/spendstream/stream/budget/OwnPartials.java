package io.spendstream.stream.budget;

import io.spendstream.contract.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What one partition's lines add up to, per budget cell. Which were not passed on yet is kept beside them: a transaction
 * may commit between a change and the flush, and after a crash the next owner finds the change here.
 *
 * <pre>
 * cell → 1 if it is still to be passed on, else 0: 1 byte, partial
 * </pre>
 */
final class OwnPartials {
    private final KeyValueStore<byte[], byte[]> store;
    private final Map<BudgetCell, BudgetPartial> changed = new LinkedHashMap<>();

    /** Continues from what {@code store} holds. */
    OwnPartials(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
        try (KeyValueIterator<byte[], byte[]> stored = store.all()) {
            while (stored.hasNext()) {
                KeyValue<byte[], byte[]> next = stored.next();
                if (next.value[0] != 0) {
                    changed.put(BudgetFormat.readCell(next.key), read(next.value));
                }
            }
        }
    }

    /** Adds {@code more} to {@code cell}, to be passed on. */
    void add(BudgetCell cell, Tally more, Instant time, String eventId) {
        put(cell, get(cell).plus(more, time, eventId));
    }

    private BudgetPartial get(BudgetCell cell) {
        BudgetPartial latest = changed.get(cell);
        if (latest != null) {
            return latest;
        }
        byte @Nullable [] stored = store.get(BudgetFormat.writeCell(cell));
        return stored == null ? BudgetPartial.NONE : read(stored);
    }

    private void put(BudgetCell cell, BudgetPartial partial) {
        store.put(BudgetFormat.writeCell(cell), write(partial, true));
        changed.put(cell, partial);
    }

    boolean hasChanges() {
        return !changed.isEmpty();
    }

    /** Passes on, through {@code exit}, what changed since this was done before. */
    void flush(BiConsumer<BudgetCell, BudgetPartial> exit) {
        changed.forEach((cell, partial) -> {
            exit.accept(cell, partial);
            store.put(BudgetFormat.writeCell(cell), write(partial, false));
        });
        changed.clear();
    }

    /** Removes the partials that are {@code old} and returns their cells. */
    List<BudgetCell> removeIf(BiPredicate<BudgetCell, BudgetPartial> old) {
        List<BudgetCell> removed = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> stored = store.all()) {
            while (stored.hasNext()) {
                KeyValue<byte[], byte[]> next = stored.next();
                BudgetCell cell = BudgetFormat.readCell(next.key);
                if (old.test(cell, read(next.value))) {
                    removed.add(cell);
                }
            }
        }
        removed.forEach(cell -> {
            store.delete(BudgetFormat.writeCell(cell));
            changed.remove(cell);
        });
        return removed;
    }

    private static byte[] write(BudgetPartial partial, boolean isToBePassedOn) {
        byte[] bytes = BudgetFormat.writePartial(partial);
        byte[] stored = new byte[bytes.length + 1];
        stored[0] = (byte) (isToBePassedOn ? 1 : 0);
        System.arraycopy(bytes, 0, stored, 1, bytes.length);
        return stored;
    }

    private static BudgetPartial read(byte[] stored) {
        return BudgetFormat.readPartial(Arrays.copyOfRange(stored, 1, stored.length));
    }
}
