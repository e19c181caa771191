package io.spendstream.sink.recount;

import io.spendstream.contract.LedgerLine;
import io.spendstream.sink.report.LedgerEntry;
import io.spendstream.sink.report.LedgerEntryMapper;
import io.spendstream.sink.write.LedgerRow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The rows that some lines of the ledger became, looked up by their key. */
final class KeptLines {
    private KeptLines() {}

    /** What makes a row's key. */
    record Key(String eventId, int entry, Instant timestamp) {
        static Key of(LedgerLine line) {
            return new Key(line.eventId(), line.entry(), line.timestamp().truncatedTo(ChronoUnit.MICROS));
        }
    }

    /** Returns the rows there are of {@code lines}. */
    static Map<Key, LedgerLine> of(Handle snapshot, List<LedgerRow> lines) {
        Map<Key, LedgerLine> rows = new HashMap<>();
        if (lines.isEmpty()) {
            return rows;
        }
        List<Key> keys = lines.stream().map(line -> Key.of(line.line())).toList();
        List<Instant> times = keys.stream().map(Key::timestamp).toList();
        // the first and the last time leave out months that none of the lines is in
        snapshot.createQuery("""
                        SELECT line.* FROM unnest(:eventIds, :entries, CAST(:times AS timestamptz[]))
                            AS wanted (event_id, entry, happened)
                        JOIN token_usage AS line ON line.event_id = wanted.event_id AND line.entry = wanted.entry
                            AND line."timestamp" = wanted.happened
                        WHERE line."timestamp" BETWEEN :first AND :last
                        """)
                .bindArray(
                        "eventIds",
                        String.class,
                        keys.stream().map(Key::eventId).toArray())
                .bindArray(
                        "entries",
                        Long.class,
                        keys.stream().map(key -> (long) key.entry()).toArray())
                .bindArray(
                        "times",
                        String.class,
                        times.stream().map(Instant::toString).toArray())
                .bind("first", Collections.min(times).atOffset(ZoneOffset.UTC))
                .bind("last", Collections.max(times).atOffset(ZoneOffset.UTC))
                .map(new LedgerEntryMapper())
                .map(LedgerEntry::line)
                .forEach(line -> rows.put(Key.of(line), line));
        return rows;
    }
}
