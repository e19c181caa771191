package io.spendstream.sink.recount;

import io.spendstream.sink.LedgerRecord;
import io.spendstream.sink.LedgerScan;
import io.spendstream.sink.report.SpendSums;
import io.spendstream.sink.schema.MonthPartitions;
import io.spendstream.sink.write.Rollup;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Holds the views that are kept in PostgreSQL against the ledger topic: the rows, by all they say; the rollup, by bucket
 * against the topic and by cell against the rows, and its coarser levels by cell against it; the counters, by model.
 */
public final class TableViews {
    private static final String ROWS = "token_usage";
    private static final LineSums NO_LINES = new LineSums();

    private final LedgerSums ledger;
    private final TableSums tables;
    private final boolean isWhole;
    private @Nullable Instant firstDifferentBucket;

    /**
     * @param snapshot the transaction in which the standing of {@code ledger} was read
     * @param ledger what the topic says up to that standing
     * @param isWhole whether {@code ledger} has every line that was ever written
     */
    public TableViews(Handle snapshot, LedgerSums ledger, boolean isWhole) {
        this.ledger = ledger;
        this.isWhole = isWhole;
        tables = new TableSums(snapshot, ledger.since());
    }

    /** Returns what the topic adds up to, since the first bucket that counts. */
    public SpendSums ledgerSums() {
        return ledger.all().sums();
    }

    /**
     * Returns {@code views} with the first event named, if the rows differ.
     *
     * @param topic opens the ledger topic once more, which is read only if there is something to look for
     */
    public List<View> namingEvents(List<View> views, Supplier<LedgerScan> topic) {
        Instant bucket = firstDifferentBucket;
        if (bucket == null) {
            return views;
        }
        var search = new EventSearch(tables, ledger.standing(), bucket);
        try (LedgerScan scan = topic.get()) {
            scan.skipToLinesSince(bucket);
            scan.readTo(
                    ledger.standing().positions(),
                    batch -> batch.forEach(record -> LedgerRecord.read(record, search::add, rejected -> {})));
        }
        Optional<DifferentEvent> found = search.found();
        return views.stream()
                .map(view -> view.name().equals(ROWS) ? named(view, found) : view)
                .toList();
    }

    private static View named(View rows, Optional<DifferentEvent> event) {
        return rows.firstDifference()
                .flatMap(first -> event.map(first::naming))
                .map(rows::withFirst)
                .orElse(rows);
    }

    /** Compares all of them; {@code progress} is told how many rows were read. */
    public List<View> compare(LongConsumer progress) {
        Set<YearMonth> months = tables.months();
        View quarters = rollup(months);
        return List.of(
                rows(months, progress),
                quarters,
                coarser(Rollup.Level.HOUR, quarters),
                coarser(Rollup.Level.DAY, quarters),
                counters());
    }

    private View coarser(Rollup.Level level, View quarters) {
        var sums = new CoarseSums(tables.snapshot(), level, ledger.since());
        return quarters.different() == 0 ? sums.compareWithQuarters() : sums.compareWith(ledger.buckets());
    }

    private View rows(Set<YearMonth> months, LongConsumer progress) {
        NavigableMap<Instant, LineSums> rows = tables.rows(progress);
        Set<Instant> buckets = new TreeSet<>(rows.keySet());
        buckets.addAll(ledger.buckets().keySet());
        List<Instant> different = new ArrayList<>();
        Set<YearMonth> dropped = new TreeSet<>();
        long compared = 0;
        for (Instant bucket : buckets) {
            if (!months.contains(MonthPartitions.monthOf(bucket))) {
                dropped.add(MonthPartitions.monthOf(bucket));
                continue;
            }
            compared++;
            if (!ledgerOf(bucket).saysTheSameAs(rows.getOrDefault(bucket, NO_LINES))) {
                different.add(bucket);
            }
        }
        firstDifferentBucket = different.isEmpty() ? null : different.get(0);
        Difference first = different.isEmpty() ? missing() : firstOf(different.get(0), rows);
        String note = dropped.isEmpty()
                ? ""
                : "the rows of %s were dropped and are not compared"
                        .formatted(dropped.stream().map(YearMonth::toString).collect(Collectors.joining(", ")));
        return new View(
                ROWS,
                sum(rows.values().stream().map(LineSums::sums).toList()),
                compared,
                first == null ? 0 : Math.max(1, different.size()),
                first,
                note);
    }

    private @Nullable Difference missing() {
        Place place = ledger.missing();
        return place == null
                ? null
                : new Difference(
                        place.toString(),
                        List.of(new Difference.Figure("record", "a record that cannot be a row", "not set aside")));
    }

    private Difference firstOf(Instant bucket, NavigableMap<Instant, LineSums> rows) {
        SpendSums expected = ledgerOf(bucket).sums();
        SpendSums found = rows.getOrDefault(bucket, NO_LINES).sums();
        List<Difference.Figure> figures =
                new ArrayList<>(Difference.of("", expected, found).figures());
        long lines = ledgerOf(bucket).lines();
        long count = rows.getOrDefault(bucket, NO_LINES).lines();
        if (lines != count) {
            figures.add(0, new Difference.Figure("rows", String.valueOf(lines), String.valueOf(count)));
        }
        if (figures.isEmpty()) {
            figures.add(new Difference.Figure("texts of rows", "otherwise", "differ though the sums agree"));
        }
        return new Difference("bucket " + bucket, figures);
    }

    private View rollup(Set<YearMonth> months) {
        NavigableMap<Instant, SpendSums> rollup = tables.rollup();
        NavigableMap<Instant, Long> cells = tables.differentCells();
        cells.keySet().removeIf(bucket -> !months.contains(MonthPartitions.monthOf(bucket)));
        Set<Instant> buckets = new TreeSet<>(rollup.keySet());
        buckets.addAll(ledger.buckets().keySet());
        Instant first = null;
        long different = 0;
        for (Instant bucket : buckets) {
            boolean differs = ledgerOf(bucket).sums().differencesTo(rollup.getOrDefault(bucket, SpendSums.ZERO)) > 0;
            if (differs || cells.containsKey(bucket)) {
                different += Math.max(1, cells.getOrDefault(bucket, 0L));
                first = first == null ? bucket : first;
            }
        }
        return new View(
                "token_usage_rollup",
                sum(rollup.values()),
                buckets.size(),
                different,
                first == null ? null : firstCell(first, rollup.getOrDefault(first, SpendSums.ZERO)),
                "");
    }

    /** Names the cell, where the rows of the bucket can say which; else the bucket. */
    private Difference firstCell(Instant bucket, SpendSums found) {
        Map<String, SpendSums> expected = tables.cellsOfRows(bucket);
        Map<String, SpendSums> kept = tables.cellsOfRollup(bucket);
        boolean areRowsRight =
                sum(expected.values()).differencesTo(ledgerOf(bucket).sums()) == 0;
        if (areRowsRight) {
            Set<String> cells = new TreeSet<>(expected.keySet());
            cells.addAll(kept.keySet());
            for (String cell : cells) {
                SpendSums right = expected.getOrDefault(cell, SpendSums.ZERO);
                SpendSums wrong = kept.getOrDefault(cell, SpendSums.ZERO);
                if (right.differencesTo(wrong) > 0) {
                    return Difference.of("bucket %s, cell %s".formatted(bucket, cell), right, wrong);
                }
            }
        }
        Difference ofBucket = Difference.of("bucket " + bucket, ledgerOf(bucket).sums(), found);
        return ofBucket.figures().isEmpty()
                ? new Difference(
                        "bucket " + bucket,
                        List.of(new Difference.Figure("cells", "otherwise", "differ from their rows")))
                : ofBucket;
    }

    private View counters() {
        NavigableMap<CounterKey, SpendSums> counters = tables.counters();
        SpendSums sums = sum(counters.values());
        if (!isWhole) {
            SpendSums rollup = sum(new TableSums(tables.snapshot(), LedgerSums.BEGINNING)
                    .rollup()
                    .values());
            boolean isEqual = sums.differencesTo(rollup) == 0;
            return new View(
                    "token_usage_counter",
                    sums,
                    1,
                    isEqual ? 0 : 1,
                    isEqual ? null : Difference.of("all models", rollup, sums),
                    "compared with the whole rollup: counters have no times");
        }
        Set<CounterKey> keys = new TreeSet<>(counters.keySet());
        keys.addAll(ledger.counters().keySet());
        Difference first = null;
        long different = 0;
        for (CounterKey key : keys) {
            SpendSums expected = ledger.counters().getOrDefault(key, NO_LINES).sums();
            SpendSums found = counters.getOrDefault(key, SpendSums.ZERO);
            if (expected.differencesTo(found) > 0) {
                different++;
                first = first == null ? Difference.of(key.toString(), expected, found) : first;
            }
        }
        return new View("token_usage_counter", sums, keys.size(), different, first, "");
    }

    private LineSums ledgerOf(Instant bucket) {
        return ledger.buckets().getOrDefault(bucket, NO_LINES);
    }

    private static SpendSums sum(Collection<SpendSums> parts) {
        return parts.stream().reduce(SpendSums.ZERO, SpendSums::plus);
    }
}
