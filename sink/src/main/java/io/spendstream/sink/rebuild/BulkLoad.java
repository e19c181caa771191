package io.spendstream.sink.rebuild;

import io.spendstream.sink.report.SpendSums;
import io.spendstream.sink.schema.MonthPartitions;
import io.spendstream.sink.write.Counters;
import io.spendstream.sink.write.LedgerRow;
import io.spendstream.sink.write.Rollup;
import io.spendstream.sink.write.RowInsert;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Fills a ledger that is empty, with many rows at once: first all of them by COPY, then their sums, a UTC day after the
 * other, from what the tables hold. A sink makes the same sums of each batch; here nobody reads before the end, so they
 * are made once. For measurements: it is not one transaction, and it knows no correction that takes something back.
 */
public final class BulkLoad {
    private static final String QUARTERS =
            """
            INSERT INTO token_usage_rollup (bucket, %1$s, %2$s)
            SELECT bucket, %1$s, %3$s FROM (
                SELECT date_bin('15 minutes', "timestamp", TIMESTAMPTZ 'epoch') AS bucket, %1$s, %4$s
                FROM token_usage WHERE "timestamp" >= :since AND "timestamp" < :until) AS line
            GROUP BY bucket, %1$s ORDER BY bucket, %1$s
            """.formatted(Rollup.CELL, SpendSums.COLUMNS, SpendSums.OF_ROLLUP, SpendSums.OF_ROW);

    private static final String COARSER = """
            INSERT INTO %5$s (bucket, %1$s, %2$s)
            SELECT date_bin('%6$d seconds', bucket, TIMESTAMPTZ 'epoch') AS longer, %1$s, %3$s
            FROM %4$s WHERE bucket >= :since AND bucket < :until
            GROUP BY longer, %1$s ORDER BY longer, %1$s
            """;

    private static final String COUNTERS = """
        INSERT INTO token_usage_counter
        SELECT 0, coalesce(priced_model, '%s'), count(*) FILTER (WHERE entry = 0), sum(unpriced_calls), 0,
            coalesce(sum(coalesce(prompt_tokens, 0) + coalesce(completion_tokens, 0)) FILTER (WHERE unpriced_calls > 0), 0),
            coalesce(sum(prompt_tokens), 0), 0, coalesce(sum(completion_tokens), 0), 0,
            coalesce(sum(cache_read_tokens), 0) + coalesce(sum(cache_read_audio_tokens), 0), 0,
            coalesce(sum(cache_write_5m_tokens), 0) + coalesce(sum(cache_write_1h_tokens), 0), 0,
            coalesce(sum(reasoning_tokens), 0), 0, coalesce(sum(cost_exact), 0), 0
        FROM token_usage GROUP BY 2
        """.formatted(Counters.OTHER_MODEL);

    private static final String BOOKS = """
        INSERT INTO token_usage_book
        SELECT DISTINCT ("timestamp" AT TIME ZONE 'UTC')::date, book_version FROM token_usage
        WHERE book_version IS NOT NULL AND "timestamp" >= :since AND "timestamp" < :until
        """;

    private static final String POSITION = """
        INSERT INTO sink_position (topic, partition, topic_id, next_offset, epoch, rows, recorded_at)
        SELECT :topic, 0, CAST('00000000-0000-0000-0000-000000000000' AS uuid), count(*), 1, count(*), max(recorded_at)
        FROM token_usage
        """;

    private final Handle handle;
    private final RowInsert insert = new RowInsert();
    private final MonthPartitions partitions = new MonthPartitions();

    /** Creates one that writes through {@code handle}, which has no transaction open and waits for long statements. */
    public BulkLoad(Handle handle) {
        this.handle = handle;
        handle.execute("SET work_mem = '128MB'"); // a day is added up and sorted in memory
    }

    /** Copies {@code rows} into the table, without their sums. */
    public void copy(List<LedgerRow> rows) throws SQLException {
        partitions.ensure(
                handle,
                rows.stream()
                        .map(row -> MonthPartitions.monthOf(row.line().timestamp()))
                        .collect(Collectors.toCollection(TreeSet::new)));
        partitions.committed();
        insert.direct(handle.getConnection(), rows);
    }

    /** Lets the database look at the rows, as it does by itself by and by: their indexes over time want it. */
    public void settleRows() {
        handle.execute("VACUUM (ANALYZE) token_usage");
    }

    /** Adds up the rows of the UTC day that begins at {@code day}, once. */
    public void sum(Instant day) {
        during(QUARTERS, day);
        during(coarser(Rollup.Level.HOUR, Rollup.Level.QUARTER), day);
        during(coarser(Rollup.Level.DAY, Rollup.Level.HOUR), day);
        during(BOOKS, day);
    }

    private void during(String sql, Instant day) {
        handle.createUpdate(sql)
                .bind("since", day.atOffset(ZoneOffset.UTC))
                .bind("until", day.plus(Rollup.Level.DAY.length()).atOffset(ZoneOffset.UTC))
                .execute();
    }

    private static String coarser(Rollup.Level level, Rollup.Level finer) {
        return COARSER.formatted(
                Rollup.CELL,
                SpendSums.COLUMNS,
                SpendSums.OF_ROLLUP,
                finer.table(),
                level.table(),
                level.length().toSeconds());
    }

    /** Says that the rows are those of {@code topic}, and lets the database look at the sums. */
    public void finish(String topic) {
        handle.execute(COUNTERS);
        handle.createUpdate(POSITION).bind("topic", topic).execute();
        for (Rollup.Level level : Rollup.Level.values()) {
            handle.execute("VACUUM (ANALYZE) " + level.table());
        }
    }
}
