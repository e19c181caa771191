package io.spendstream.sink.report;

import io.spendstream.sink.write.Rollup;
import org.jdbi.v3.core.Handle;

/** Sums the ledger three ways. Reads every row. */
final class ReconcileQuery {
    private static final String CELL = "bucket, " + Rollup.CELL;

    private static final String ROWS =
            "SELECT %s FROM (SELECT %s FROM token_usage) AS line".formatted(SpendSums.OF_ROLLUP, SpendSums.OF_ROW);

    private static final String COUNTERS = "SELECT %s FROM (SELECT %s FROM token_usage_counter) AS counter"
            .formatted(SpendSums.OF_ROLLUP, SpendSums.OF_COUNTER);

    private static final String ALL_DIFFERENT_CELLS = differentCells("", "");

    private ReconcileQuery() {}

    /** Returns SQL that counts the cells that differ from their rows, of the rows and the cells these clauses choose. */
    static String differentCells(String whereRow, String whereCell) {
        return """
            WITH summed AS (
                SELECT %1$s, %2$s FROM (
                    SELECT date_bin('15 minutes', "timestamp", TIMESTAMPTZ 'epoch') AS bucket,
                        team, project, task_type, agent, provider, model, pricing_status, %3$s
                    FROM token_usage %4$s) AS line
                GROUP BY %1$s),
            kept AS (
                SELECT %1$s, %6$s FROM token_usage_rollup %5$s)
            SELECT count(DISTINCT (%1$s))
            FROM ((SELECT * FROM summed EXCEPT SELECT * FROM kept)
                UNION ALL (SELECT * FROM kept EXCEPT SELECT * FROM summed)) AS different
            """.formatted(CELL, SpendSums.OF_ROLLUP, SpendSums.OF_ROW, whereRow, whereCell, SpendSums.COLUMNS);
    }

    static Reconciliation ask(Handle handle) {
        return new Reconciliation(
                sums(handle, ROWS),
                rollup(handle),
                counters(handle),
                handle.createQuery(ALL_DIFFERENT_CELLS).mapTo(Long.class).one());
    }

    /** Returns what the rollup adds up to. */
    static SpendSums rollup(Handle handle) {
        return rollup(handle, Rollup.Level.QUARTER);
    }

    /** Returns what a level of the rollup adds up to. */
    static SpendSums rollup(Handle handle, Rollup.Level level) {
        return sums(handle, "SELECT %s FROM %s".formatted(SpendSums.OF_ROLLUP, level.table()));
    }

    /** Returns what the counters charged less what they credited. */
    static SpendSums counters(Handle handle) {
        return sums(handle, COUNTERS);
    }

    private static SpendSums sums(Handle handle, String sql) {
        return handle.createQuery(sql)
                .map((row, context) -> SpendSums.read(row))
                .one();
    }
}
