package io.spendstream.sink.recount;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.LedgerLine;
import io.spendstream.sink.report.LedgerEntry;
import io.spendstream.sink.report.LedgerEntryMapper;
import io.spendstream.sink.report.SpendSums;
import io.spendstream.sink.write.Rollup;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** What the tables add up to, asked of one snapshot. Names mean the tables of the handle's schema. */
final class TableSums {
    private static final int FETCH_SIZE = 5_000;
    private static final int PROGRESS_ROWS = 5_000;
    private static final Pattern PARTITION = Pattern.compile("token_usage_(\\d{4})_(\\d{2})");
    private static final String SINCE = "since";

    private static final String BUCKET = "date_bin('15 minutes', \"timestamp\", TIMESTAMPTZ 'epoch') AS bucket";

    private static final String DIFFERENT_CELLS =
            """
            WITH summed AS (
                SELECT bucket, %1$s, %2$s FROM (
                    SELECT %3$s, %1$s, %4$s FROM token_usage WHERE "timestamp" >= :since) AS line
                GROUP BY bucket, %1$s),
            kept AS (
                SELECT bucket, %1$s, %5$s FROM token_usage_rollup WHERE bucket >= :since)
            SELECT bucket, count(DISTINCT (%1$s)) AS cells
            FROM ((SELECT * FROM summed EXCEPT SELECT * FROM kept)
                UNION ALL (SELECT * FROM kept EXCEPT SELECT * FROM summed)) AS different
            GROUP BY bucket
            """.formatted(Rollup.CELL, SpendSums.OF_ROLLUP, BUCKET, SpendSums.OF_ROW, SpendSums.COLUMNS);

    private static final String CELLS_OF_ROWS = """
            SELECT concat_ws(' / ', %1$s) AS cell, %2$s FROM (
                SELECT %1$s, %3$s FROM token_usage
                WHERE "timestamp" >= :since AND "timestamp" < CAST(:since AS timestamptz) + INTERVAL '15 minutes') AS line
            GROUP BY %1$s
            """.formatted(Rollup.CELL, SpendSums.OF_ROLLUP, SpendSums.OF_ROW);

    private static final String CELLS_OF_ROLLUP = """
            SELECT concat_ws(' / ', %1$s) AS cell, %2$s FROM token_usage_rollup WHERE bucket = :since GROUP BY %1$s
            """.formatted(Rollup.CELL, SpendSums.OF_ROLLUP);

    private static final String COUNTERS = """
            SELECT partition, model, %s FROM (SELECT partition, model, %s FROM token_usage_counter) AS counter
            GROUP BY partition, model
            """.formatted(SpendSums.OF_ROLLUP, SpendSums.OF_COUNTER);

    private final Handle snapshot;
    private final Instant since;

    TableSums(Handle snapshot, Instant since) {
        this.snapshot = snapshot;
        this.since = since;
    }

    /** Returns the months whose rows are there: others were dropped, as retention does. */
    Set<YearMonth> months() {
        Set<YearMonth> months = new HashSet<>();
        snapshot.createQuery(
                        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = to_regclass('token_usage')")
                .mapTo(String.class)
                .forEach(name -> {
                    Matcher matcher = PARTITION.matcher(name);
                    if (matcher.find()) {
                        months.add(
                                YearMonth.of(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))));
                    }
                });
        return months;
    }

    /** Returns the sums of the rows by bucket; {@code progress} is told how many rows were read. */
    NavigableMap<Instant, LineSums> rows(LongConsumer progress) {
        NavigableMap<Instant, LineSums> buckets = new TreeMap<>();
        long[] read = {0};
        eachRow("SELECT * FROM token_usage WHERE \"timestamp\" >= :since", since, row -> {
            LedgerLine line = row.line();
            LineSums sums = buckets.computeIfAbsent(Rollup.bucketOf(line.timestamp()), key -> new LineSums());
            sums.add(line);
            sums.add(LineDigest.of(line));
            read[0]++;
            if (read[0] % PROGRESS_ROWS == 0) {
                progress.accept(read[0]);
            }
        });
        progress.accept(read[0]);
        return buckets;
    }

    /** Hands over each row of {@code bucket}. */
    void entriesOf(Instant bucket, Consumer<LedgerEntry> entries) {
        eachRow(
                "SELECT * FROM token_usage WHERE \"timestamp\" >= :since"
                        + " AND \"timestamp\" < CAST(:since AS timestamptz) + INTERVAL '15 minutes'",
                bucket,
                entries);
    }

    private void eachRow(String sql, Instant from, Consumer<LedgerEntry> rows) {
        try (Query query = snapshot.createQuery(sql)) {
            query.bind(SINCE, from).setFetchSize(FETCH_SIZE);
            try (var entries = query.map(new LedgerEntryMapper()).iterator()) {
                entries.forEachRemaining(rows);
            }
        }
    }

    /** Returns the sums of the rollup by bucket. */
    NavigableMap<Instant, SpendSums> rollup() {
        NavigableMap<Instant, SpendSums> buckets = new TreeMap<>();
        snapshot.createQuery("SELECT bucket, %s FROM token_usage_rollup WHERE bucket >= :since GROUP BY bucket"
                        .formatted(SpendSums.OF_ROLLUP))
                .bind(SINCE, since)
                .map((row, context) -> Map.entry(
                        requireNonNull(row.getObject("bucket", OffsetDateTime.class))
                                .toInstant(),
                        SpendSums.read(row)))
                .forEach(entry -> buckets.put(entry.getKey(), entry.getValue()));
        return buckets;
    }

    /** Returns how many cells of the rollup differ from the sums of their rows, by bucket. */
    NavigableMap<Instant, Long> differentCells() {
        NavigableMap<Instant, Long> buckets = new TreeMap<>();
        snapshot.createQuery(DIFFERENT_CELLS)
                .bind(SINCE, since)
                .map((row, context) -> Map.entry(
                        requireNonNull(row.getObject("bucket", OffsetDateTime.class))
                                .toInstant(),
                        row.getLong("cells")))
                .forEach(entry -> buckets.put(entry.getKey(), entry.getValue()));
        return buckets;
    }

    /** Returns the cells of {@code bucket} as its rows make them. */
    NavigableMap<String, SpendSums> cellsOfRows(Instant bucket) {
        return cells(CELLS_OF_ROWS, bucket);
    }

    /** Returns the cells of {@code bucket} as the rollup has them. */
    NavigableMap<String, SpendSums> cellsOfRollup(Instant bucket) {
        return cells(CELLS_OF_ROLLUP, bucket);
    }

    private NavigableMap<String, SpendSums> cells(String sql, Instant bucket) {
        NavigableMap<String, SpendSums> cells = new TreeMap<>();
        snapshot.createQuery(sql)
                .bind(SINCE, bucket)
                .map((row, context) -> Map.entry(requireNonNull(row.getString("cell")), SpendSums.read(row)))
                .forEach(entry -> cells.put(entry.getKey(), entry.getValue()));
        return cells;
    }

    /** Returns what the counters charged less what they credited, by partition and model. */
    NavigableMap<CounterKey, SpendSums> counters() {
        NavigableMap<CounterKey, SpendSums> counters = new TreeMap<>();
        snapshot.createQuery(COUNTERS)
                .map((row, context) -> Map.entry(
                        new CounterKey(row.getInt("partition"), requireNonNull(row.getString("model"))),
                        SpendSums.read(row)))
                .forEach(entry -> counters.put(entry.getKey(), entry.getValue()));
        return counters;
    }

    Handle snapshot() {
        return snapshot;
    }
}
