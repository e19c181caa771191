package io.spendstream.stream.budget;

import io.spendstream.contract.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
        byte @Nullable [] stored = totals.get(BudgetFormat.writeCell(cell));
        return stored == null ? BudgetPartial.NONE : BudgetFormat.readPartial(stored);
    }

    /** Takes the latest partial of one source, or that it is forgotten, and returns how the total moved, if it did. */
    @Nullable
    Move merge(BudgetMessage.OfCell key, @Nullable BudgetPartial partial) {
        byte[] sourceKey = BudgetFormat.writeKey(key);
        byte @Nullable [] stored = sources.get(sourceKey);
        Tally old =
                stored == null ? Tally.ZERO : BudgetFormat.readPartial(stored).tally();
        Tally latest = partial == null ? Tally.ZERO : partial.tally();
        if (partial == null) {
            sources.delete(sourceKey);
        } else {
            sources.put(sourceKey, BudgetFormat.writePartial(partial));
        }
        Tally more = latest.minus(old);
        if (more.equals(Tally.ZERO)) {
            return null;
        }
        BudgetPartial before = get(key.cell());
        Instant time = partial == null ? before.changedAt() : partial.changedAt();
        BudgetPartial after = before.plus(more, time, partial == null ? "" : partial.lastEventId());
        byte[] cellKey = BudgetFormat.writeCell(key.cell());
        if (partial == null && after.tally().equals(Tally.ZERO)) {
            totals.delete(cellKey);
        } else {
            totals.put(cellKey, BudgetFormat.writePartial(after));
        }
        return new Move(before, after);
    }

    /** Does {@code action} for each total of {@code definition}. */
    void forEachOf(Definition definition, BiConsumer<BudgetCell, BudgetPartial> action) {
        byte[] prefix = BudgetFormat.writeCellsOf(definition);
        List<KeyValue<byte[], byte[]>> found = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> cells = totals.range(prefix, null)) {
            while (cells.hasNext() && startsWith(cells.peekNextKey(), prefix)) {
                found.add(cells.next());
            }
        }
        // not while iterating: the action may write
        found.forEach(cell -> action.accept(BudgetFormat.readCell(cell.key), BudgetFormat.readPartial(cell.value)));
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
