package io.spendstream.cli.reconcile;

import static java.util.Objects.requireNonNull;

import io.spendstream.sink.recount.View;
import io.spendstream.sink.report.SpendSums;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a reconciliation found.
 *
 * @param topicId which ledger topic it was held against
 * @param since the first bucket that was compared; empty for all there ever were
 * @param records how many records of the topic were read
 * @param ledger what the topic adds up to as far as the tables have it
 * @param tables up to where the tables have it: the first offset of each partition that they lack
 * @param totals up to where the totals must have it
 * @param ends where the topic ended when it was read
 * @param views the views
 * @param omitted what was not compared, and why
 */
record Reconciled(
        String topicId,
        Optional<Instant> since,
        long records,
        SpendSums ledger,
        Map<Integer, Long> tables,
        Map<Integer, Long> totals,
        Map<Integer, Long> ends,
        List<View> views,
        List<String> omitted) {
    Reconciled {
        requireNonNull(topicId, "topicId");
        requireNonNull(since, "since");
        requireNonNull(ledger, "ledger");
        requireNonNull(tables, "tables");
        requireNonNull(totals, "totals");
        requireNonNull(ends, "ends");
        views = List.copyOf(views);
        omitted = List.copyOf(omitted);
    }

    /** Returns the drift of all views together. */
    long drift() {
        return views.stream().mapToLong(View::different).sum();
    }

    /** Returns how many offsets of the topic the tables lack. */
    long behind() {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - tables.getOrDefault(end.getKey(), 0L)))
                .sum();
    }
}
