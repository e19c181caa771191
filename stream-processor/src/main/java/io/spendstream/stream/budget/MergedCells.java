package io.spendstream.stream.budget;

import io.spendstream.contract.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What was spent per budget cell, over all source partitions: the latest partial of each, and their sum, which moves by
 * the difference. A partial that comes again therefore changes nothing.
 *
 * <pre>
 * sources: message key → partial
 * totals:  cell → partial
 * </pre>
 */
final class MergedCells {
    private final KeyValueStore<byte[], byte[]> sources;
    private final KeyValueStore<byte[], byte[]> totals;

    /**
     * How a total moved.
     *
     * @param before what it was
     * @param after what it is, and what changed it
     */
    record Move(BudgetPartial before, BudgetPartial after) {}

    MergedCells(KeyValueStore<byte[], byte[]> sources, KeyValueStore<byte[], byte[]> totals) {
        this.sources = sources;
        this.totals = totals;
    }

    /** Returns the total of {@code cell}, {@link BudgetPartial#NONE} if there is none. */
    BudgetPartial get(BudgetCell cell) {
        return get(BudgetFormat.writeCell(cell));
    }

    private BudgetPartial get(byte[] cellKey) {
        byte @Nullable [] stored = totals.get(cellKey);
        return stored == null ? BudgetPartial.NONE : BudgetFormat.readPartial(stored);
    }

    /** Takes the latest partial of one source and returns how the total moved, if it did. */
    @Nullable
    Move merge(BudgetMessage.OfCell key, BudgetPartial partial) {
        byte[] sourceKey = BudgetFormat.writeKey(key);
        byte @Nullable [] stored = sources.get(sourceKey);
        Tally old =
                stored == null ? Tally.ZERO : BudgetFormat.readPartial(stored).tally();
        sources.put(sourceKey, BudgetFormat.writePartial(partial));
        Tally more = partial.tally().minus(old);
        if (more.equals(Tally.ZERO)) {
            return null;
        }
        byte[] cellKey = BudgetFormat.writeCell(key.cell());
        BudgetPartial before = get(cellKey);
        BudgetPartial after = before.plus(more, partial.changedAt(), partial.lastEventId());
        totals.put(cellKey, BudgetFormat.writePartial(after));
        return new Move(before, after);
    }

    /**
     * Takes note that one source has forgotten its part, which was spent all the same: the total goes with the last part.
     *
     * @return whether it went
     */
    boolean forget(BudgetMessage.OfCell key) {
        sources.delete(BudgetFormat.writeKey(key));
        if (hasSource(key.cell())) {
            return false;
        }
        return totals.delete(BudgetFormat.writeCell(key.cell())) != null;
    }

    private boolean hasSource(BudgetCell cell) {
        byte[] prefix = BudgetFormat.writeSourcesOf(cell);
        try (KeyValueIterator<byte[], byte[]> left = sources.range(prefix, null)) {
            return left.hasNext() && startsWith(left.peekNextKey(), prefix);
        }
    }

    /** Does {@code action} for each total of {@code definition} whose cell {@code isMeant}. */
    void forEachOf(Definition definition, Predicate<BudgetCell> isMeant, BiConsumer<BudgetCell, BudgetPartial> action) {
        byte[] prefix = BudgetFormat.writeCellsOf(definition);
        Map<BudgetCell, byte[]> found = new LinkedHashMap<>();
        try (KeyValueIterator<byte[], byte[]> cells = totals.range(prefix, null)) {
            while (cells.hasNext() && startsWith(cells.peekNextKey(), prefix)) {
                KeyValue<byte[], byte[]> next = cells.next();
                BudgetCell cell = BudgetFormat.readCell(next.key);
                if (isMeant.test(cell)) {
                    found.put(cell, next.value);
                }
            }
        }
        // not while iterating: the action may write
        found.forEach((cell, partial) -> action.accept(cell, BudgetFormat.readPartial(partial)));
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** Removes what is {@code gone} and returns the cells. */
    List<BudgetCell> removeIf(Predicate<BudgetCell> gone) {
        List<byte[]> oldSources = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> stored = sources.all()) {
            while (stored.hasNext()) {
                byte[] key = stored.next().key;
                if (BudgetFormat.readKey(key) instanceof BudgetMessage.OfCell of && gone.test(of.cell())) {
                    oldSources.add(key);
                }
            }
        }
        oldSources.forEach(sources::delete);
        List<BudgetCell> removed = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> stored = totals.all()) {
            while (stored.hasNext()) {
                BudgetCell cell = BudgetFormat.readCell(stored.next().key);
                if (gone.test(cell)) {
                    removed.add(cell);
                }
            }
        }
        removed.forEach(cell -> totals.delete(BudgetFormat.writeCell(cell)));
        return removed;
    }
}
