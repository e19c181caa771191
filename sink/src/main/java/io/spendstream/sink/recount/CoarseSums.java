package io.spendstream.sink.recount;

import static java.util.Objects.requireNonNull;

import io.spendstream.sink.report.SpendSums;
import io.spendstream.sink.write.Rollup;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * A coarser level of the rollup, held against the ledger topic: where the quarters of an hour agree with it, cell by
 * cell against what they add up to; else bucket by bucket against the topic itself.
 */
final class CoarseSums {
    private static final String SINCE = "since";

    private static final String DIFFERENT = """
            WITH expected AS (
                SELECT date_bin(make_interval(secs => :seconds), bucket, TIMESTAMPTZ 'epoch') AS bucket, %1$s, %2$s
                FROM token_usage_rollup WHERE bucket >= :since GROUP BY 1, %1$s),
            kept AS (SELECT bucket, %1$s, %2$s FROM %3$s WHERE bucket >= :since GROUP BY bucket, %1$s)
            SELECT true AS is_expected, bucket, concat_ws(' / ', %1$s) AS cell, %4$s
            FROM (SELECT * FROM expected EXCEPT SELECT * FROM kept) AS missing
            UNION ALL
            SELECT false, bucket, concat_ws(' / ', %1$s), %4$s
            FROM (SELECT * FROM kept EXCEPT SELECT * FROM expected) AS wrong
            """;

    private final Handle snapshot;
    private final Rollup.Level level;
    private final Instant since;

    /** What one cell says, and should. */
    private record Cell(SpendSums expected, SpendSums kept) {
        Cell plus(Cell other) {
            return new Cell(expected.plus(other.expected), kept.plus(other.kept));
        }
    }

    /** Compares the buckets of {@code level} that lie wholly after {@code since}. */
    CoarseSums(Handle snapshot, Rollup.Level level, Instant since) {
        this.snapshot = snapshot;
        this.level = level;
        Instant bucket = level.bucketOf(since);
        this.since = bucket.equals(since) ? bucket : bucket.plus(level.length());
    }

    /** Compares them with the quarters of an hour, which agree with the topic. */
    View compareWithQuarters() {
        var different = new TreeMap<String, Cell>();
        snapshot.createQuery(DIFFERENT.formatted(Rollup.CELL, SpendSums.OF_ROLLUP, level.table(), SpendSums.COLUMNS))
                .bind("seconds", (double) level.length().toSeconds())
                .bind(SINCE, since)
                .map((row, context) -> Map.entry(
                        "bucket %s, cell %s".formatted(bucket(row), row.getString("cell")),
                        row.getBoolean("is_expected")
                                ? new Cell(SpendSums.read(row), SpendSums.ZERO)
                                : new Cell(SpendSums.ZERO, SpendSums.read(row))))
                .forEach(entry -> different.merge(entry.getKey(), entry.getValue(), Cell::plus));
        return view(count(), different);
    }

    /** Compares them with the sums of the topic, by quarters of an hour. */
    View compareWith(NavigableMap<Instant, LineSums> topic) {
        var buckets = new TreeMap<Instant, Cell>();
        topic.tailMap(since, true)
                .forEach((quarter, lines) ->
                        add(buckets, level.bucketOf(quarter), new Cell(lines.sums(), SpendSums.ZERO)));
        snapshot.createQuery("SELECT bucket, %s FROM %s WHERE bucket >= :since GROUP BY bucket"
                        .formatted(SpendSums.OF_ROLLUP, level.table()))
                .bind(SINCE, since)
                .map((row, context) -> Map.entry(bucket(row), new Cell(SpendSums.ZERO, SpendSums.read(row))))
                .forEach(entry -> add(buckets, entry.getKey(), entry.getValue()));
        int compared = buckets.size();
        var different = new TreeMap<String, Cell>();
        buckets.forEach((bucket, cell) -> {
            if (cell.expected.differencesTo(cell.kept) > 0) {
                different.put("bucket " + bucket, cell);
            }
        });
        return view(compared, different);
    }

    private static void add(Map<Instant, Cell> buckets, Instant bucket, Cell more) {
        buckets.merge(bucket, more, Cell::plus);
    }

    private static Instant bucket(ResultSet row) throws SQLException {
        return requireNonNull(row.getObject("bucket", OffsetDateTime.class)).toInstant();
    }

    private View view(long compared, NavigableMap<String, Cell> different) {
        Map.Entry<String, Cell> first = different.firstEntry();
        return new View(
                level.table(),
                sums(),
                compared,
                different.size(),
                first == null ? null : Difference.of(first.getKey(), first.getValue().expected, first.getValue().kept),
                "");
    }

    private SpendSums sums() {
        return snapshot.createQuery(
                        "SELECT %s FROM %s WHERE bucket >= :since".formatted(SpendSums.OF_ROLLUP, level.table()))
                .bind(SINCE, since)
                .map((row, context) -> SpendSums.read(row))
                .one();
    }

    private long count() {
        return snapshot.createQuery("SELECT count(*) FROM %s WHERE bucket >= :since".formatted(level.table()))
                .bind(SINCE, since)
                .mapTo(Long.class)
                .one();
    }
}
