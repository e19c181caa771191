package io.spendstream.sink.recount;

import io.spendstream.contract.LedgerLine;
import io.spendstream.sink.report.LedgerEntry;
import io.spendstream.sink.report.LedgerEntryMapper;
import io.spendstream.sink.write.LedgerRow;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows that some lines of the ledger became, looked up by their key. */
final class KeptLines {
    private final Map<RowKey, LedgerEntry> rows = new HashMap<>();
    private final boolean areDoublesKnown;

    /** Looks up the rows of {@code lines}, in the snapshot in which {@code standing} was read. */
    KeptLines(Handle snapshot, Standing standing, List<LedgerRow> lines) {
        areDoublesKnown = standing.duplicates() > 0;
        if (!lines.isEmpty()) {
            read(snapshot, lines.stream().map(line -> RowKey.of(line.line())).toList());
        }
    }

    private void read(Handle snapshot, List<RowKey> keys) {
        List<Instant> times = keys.stream().map(RowKey::timestamp).toList();
        // the first and the last time leave out months that none of the lines is in
        snapshot.createQuery("""
                        SELECT line.* FROM unnest(:eventIds, :entries, :times) AS wanted (event_id, entry, happened)
                        JOIN token_usage AS line ON line.event_id = wanted.event_id AND line.entry = wanted.entry
                            AND line."timestamp" = wanted.happened
                        WHERE line."timestamp" BETWEEN :first AND :last
                        """)
                .bindArray(
                        "eventIds",
                        String.class,
                        keys.stream().map(RowKey::eventId).toArray())
                .bindArray(
                        "entries",
                        Long.class,
                        keys.stream().map(key -> (long) key.entry()).toArray())
                .bindArray("times", Instant.class, times.toArray())
                .bind("first", Collections.min(times))
                .bind("last", Collections.max(times))
                .map(new LedgerEntryMapper())
                .forEach(row -> rows.put(RowKey.of(row.line()), row));
    }

    /** Returns the row that has the key of {@code line}; null if there is none. */
    @Nullable
    LedgerLine rowOf(LedgerRow line) {
        LedgerEntry row = rows.get(RowKey.of(line.line()));
        return row == null ? null : row.line();
    }

    /**
     * Returns whether {@code line} has the key of one before it in its partition, and that one is the row: it counts
     * nothing then, whatever it says.
     */
    boolean isDouble(LedgerRow line) {
        LedgerEntry row = rows.get(RowKey.of(line.line()));
        return areDoublesKnown && row != null && row.partition() == line.partition() && row.offset() < line.offset();
    }

    /** Returns whether the row that has the key of {@code line} was made from another record than {@code line}. */
    boolean isOfOther(LedgerRow line) {
        LedgerEntry row = rows.get(RowKey.of(line.line()));
        return row != null && row.id() != line.id();
    }
}
