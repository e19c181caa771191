package io.spendstream.stream.budget;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which book each source partition counts for.
 *
 * <pre>
 * message key → mark
 * </pre>
 */
final class Marks {
    private final KeyValueStore<byte[], byte[]> store;
    private final Map<Integer, BudgetMessage.Mark> bySource = new HashMap<>();

    /** Continues from what {@code store} holds. */
    Marks(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
        try (KeyValueIterator<byte[], byte[]> stored = store.all()) {
            while (stored.hasNext()) {
                KeyValue<byte[], byte[]> next = stored.next();
                if (BudgetFormat.readKey(next.key) instanceof BudgetMessage.OfBook of) {
                    bySource.put(of.sourcePartition(), BudgetFormat.readMark(next.value));
                }
            }
        }
    }

    void put(BudgetMessage.OfBook key, BudgetMessage.Mark mark) {
        store.put(BudgetFormat.writeKey(key), BudgetFormat.writeMark(mark));
        bySource.put(key.sourcePartition(), mark);
    }

    /** Returns whether all of {@code sources} partitions have counted what {@code book} counts. */
    boolean haveAllCounted(BudgetBook book, int sources) {
        var counted = new BudgetMessage.Mark(book.digest(), true);
        for (int source = 0; source < sources; source++) {
            if (!counted.equals(bySource.get(source))) {
                return false;
            }
        }
        return true;
    }
}
