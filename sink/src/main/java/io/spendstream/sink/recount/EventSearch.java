package io.spendstream.sink.recount;

import io.spendstream.contract.LedgerLine;
import io.spendstream.sink.recount.Difference.Figure;
import io.spendstream.sink.report.LedgerEntry;
import io.spendstream.sink.write.LedgerRow;
import io.spendstream.sink.write.Rollup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the first event of a bucket that the rows have otherwise than the ledger topic: by the time it happened, then
 * by its place in the topic. Eight bytes are kept of each line of the bucket. Not thread-safe.
 */
final class EventSearch {
    private static final int LINES_MAX = 1_000;

    private static final Comparator<Candidate> ORDER = Comparator.comparing(
                    (Candidate candidate) -> candidate.line().timestamp())
            .thenComparingInt(Candidate::partition)
            .thenComparingLong(Candidate::offset);

    private final TableSums tables;
    private final Standing standing;
    private final Instant bucket;
    private final LongStream.Builder ids = LongStream.builder();
    private final List<LedgerRow> waiting = new ArrayList<>();
    private @Nullable Candidate first;

    /** A line that is not as it should be; without figures if no row has its key. */
    private record Candidate(int partition, long offset, LedgerLine line, List<Figure> figures) {
        private DifferentEvent named(List<Figure> all) {
            return new DifferentEvent(line.eventId(), line.entry(), partition, offset, all);
        }
    }

    EventSearch(TableSums tables, Standing standing, Instant bucket) {
        this.tables = tables;
        this.standing = standing;
        this.bucket = bucket;
    }

    /** Compares the line of {@code row}, if it is one of the bucket that the tables must have. */
    void add(LedgerRow row) {
        if (!Rollup.bucketOf(row.line().timestamp()).equals(bucket)
                || !standing.includesRow(row.partition(), row.offset())) {
            return;
        }
        ids.add(row.id());
        waiting.add(row);
        if (waiting.size() == LINES_MAX) {
            compare();
        }
    }

    private void compare() {
        var rows = new KeptLines(tables.snapshot(), standing, waiting);
        for (LedgerRow line : waiting) {
            if (rows.isDouble(line)) {
                continue;
            }
            LedgerLine row = rows.rowOf(line);
            List<Figure> figures = row == null ? List.of() : LineFigures.of(line.line(), row);
            if (row == null || !figures.isEmpty()) {
                consider(new Candidate(line.partition(), line.offset(), line.line(), figures));
            }
        }
        waiting.clear();
    }

    private void consider(Candidate candidate) {
        if (first == null || ORDER.compare(candidate, first) < 0) {
            first = candidate;
        }
    }

    /** Returns what was found, after all lines were added. */
    Optional<DifferentEvent> found() {
        compare();
        long[] known = ids.build().sorted().toArray();
        Candidate missing = first;
        Candidate[] sameRecord = {null};
        tables.entriesOf(bucket, entry -> {
            if (Arrays.binarySearch(known, entry.id()) < 0) {
                consider(foreign(entry));
            }
            if (missing != null && entry.id() == LedgerRow.id(missing.partition(), missing.offset())) {
                sameRecord[0] = foreign(entry);
            }
        });
        Candidate found = first;
        if (found == null) {
            return Optional.empty();
        }
        if (!found.figures().isEmpty()) {
            return Optional.of(found.named(found.figures()));
        }
        return Optional.of(found.named(
                sameRecord[0] == null
                        ? List.of(new Figure("rows", "1", "0"))
                        : LineFigures.of(found.line(), sameRecord[0].line())));
    }

    private static Candidate foreign(LedgerEntry entry) {
        return new Candidate(entry.partition(), entry.offset(), entry.line(), List.of(new Figure("rows", "0", "1")));
    }
}
