package io.spendstream.sink.report;

import io.spendstream.sink.write.Rollup;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Compares sums that must be equal, a piece at a time, where {@link ReconcileQuery} reads every row. A question that asks
 * twice wants a transaction that sees one snapshot.
 */
public final class DriftQuery {
    private static final String DIFFERENT_CELLS = ReconcileQuery.differentCells(
            "WHERE \"timestamp\" >= CAST(:bucket AS timestamptz)"
                    + " AND \"timestamp\" < CAST(:bucket AS timestamptz) + INTERVAL '15 minutes'",
            "WHERE bucket = CAST(:bucket AS timestamptz)");

    private DriftQuery() {}

    /**
     * Returns how many of the sums over the whole rollup differ from those of the counters: of calls, unpriced calls, five
     * kinds of tokens, and cost; at the
     * rollup's level where most differ. Reads every cell of them, and no row of the ledger.
     */
    public static int differentSums(Handle handle) {
        SpendSums counters = ReconcileQuery.counters(handle);
        int differences = 0;
        for (Rollup.Level level : Rollup.Level.values()) {
            differences =
                    Math.max(differences, ReconcileQuery.rollup(handle, level).differencesTo(counters));
        }
        return differences;
    }

    /** Returns how many cells of {@code bucket} differ from the sums of its rows. Reads the rows of these 15 minutes. */
    public static long differentCells(Handle handle, Instant bucket) {
        return handle.createQuery(DIFFERENT_CELLS)
                .bind("bucket", bucket)
                .mapTo(Long.class)
                .one();
    }

    /**
     * Returns the newest bucket of the rollup before {@code before}, or the newest of all, if the rows of its month are
     * there: months that were dropped live on in the rollup alone.
     */
    public static Optional<Instant> bucketBefore(Handle handle, @Nullable Instant before) {
        return handle.createQuery("""
                        WITH found AS (
                            SELECT max(bucket) AS bucket FROM token_usage_rollup
                            WHERE bucket < coalesce(CAST(:before AS timestamptz), 'infinity'))
                        SELECT bucket FROM found WHERE EXISTS (
                            SELECT FROM pg_inherits
                            WHERE inhparent = to_regclass('token_usage') AND inhrelid
                                = to_regclass('token_usage_' || to_char(bucket AT TIME ZONE 'UTC', 'YYYY_MM')))
                        """)
                .bind("before", before == null ? null : before.atOffset(ZoneOffset.UTC))
                .mapTo(OffsetDateTime.class)
                .findOne()
                .map(OffsetDateTime::toInstant);
    }
}
