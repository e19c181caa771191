package io.spendstream.sink.recount;

import io.spendstream.contract.LedgerLine;
import io.spendstream.sink.LedgerRecord;
import io.spendstream.sink.LedgerScan;
import io.spendstream.sink.schema.MonthPartitions;
import io.spendstream.sink.write.LedgerRow;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/**
 * Holds the ledger topic against the rows, line by line and a little at a time. Each check begins with the newest lines
 * that the tables have; the rest of its time goes into a walk from the beginning of the topic to where the tables are,
 * which goes on at the next check where this one stopped, and begins anew at the end. A line must be a row that says the
 * same, unless it was set aside, its month was dropped or it stands there a second time. Memory: one poll of lines, and
 * the places that differ, of which at most ten thousand are kept. Not thread-safe.
 */
public final class LedgerWalk implements AutoCloseable {
    /** How many of the newest offsets are compared in every check, of all partitions together. */
    private static final int NEWEST = 2_000;

    /** How many places are remembered; with that many, it does not matter how many more there are. */
    private static final int DIFFERENT_MAX = 10_000;

    /** Each line is looked up by its key, however few rows the planner thinks there are. */
    private static final String BY_KEY = "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off";

    private final Supplier<LedgerScan> topic;
    private final TreeSet<Place> different = new TreeSet<>();
    private @Nullable LedgerScan scan;

    /** Where the walk goes on; null at the beginning of the topic. */
    private @Nullable Map<Integer, Long> walkedTo;

    /** What one poll brought: lines, and places of records that cannot be rows. */
    private record Piece(List<LedgerRow> lines, List<Place> unreadable) {
        private static Piece of(ConsumerRecords<byte[], byte[]> records) {
            List<LedgerRow> lines = new ArrayList<>(records.count());
            List<Place> unreadable = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                var place = new Place(record.partition(), record.offset());
                LedgerRecord.read(record, lines::add, rejected -> unreadable.add(place));
            }
            return new Piece(lines, unreadable);
        }

        private boolean isEmpty() {
            return lines.isEmpty() && unreadable.isEmpty();
        }
    }

    /** What became of a piece: the places that the tables must have, and those of them that differ. */
    private record Compared(Set<Place> places, Set<Place> different) {}

    /** Creates a walk that opens {@code topic} with its first check. */
    public LedgerWalk(Supplier<LedgerScan> topic) {
        this.topic = topic;
    }

    /**
     * Compares the newest lines and walks on, for {@code time} and the piece that is under way then. After an exception
     * nothing is known that was not before; the next check may well succeed.
     */
    public void check(Handle handle, Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        LedgerScan open = scan;
        if (open == null) {
            open = topic.get();
            scan = open;
        }
        Standing standing = Standing.ofPositions(handle);
        standing.requireTopic(open.topicId());
        standing.requireWithin(open.ends());
        Map<Integer, Long> ends = standing.positions();
        Map<Integer, Long> beginnings = open.beginningsNow();
        try {
            open.seek(newest(beginnings, ends));
            while (!open.isAt(ends) && System.nanoTime() < deadline) {
                compare(open.readSome(ends), open, handle);
            }
            open.seek(walkedTo == null ? beginnings : walkedTo);
            do {
                compare(open.readSome(ends), open, handle);
                walkedTo = open.positions();
            } while (!open.isAt(ends) && System.nanoTime() < deadline);
            if (open.isAt(ends)) {
                beginAnew(beginnings);
            }
        } catch (OffsetOutOfRangeException e) {
            beginAnew(beginnings); // the topic's retention was quicker than the walk
        }
    }

    private static Map<Integer, Long> newest(Map<Integer, Long> beginnings, Map<Integer, Long> ends) {
        Map<Integer, Long> from = new TreeMap<>();
        ends.forEach((partition, end) ->
                from.put(partition, Math.max(beginnings.getOrDefault(partition, 0L), end - NEWEST / ends.size())));
        return from;
    }

    private void beginAnew(Map<Integer, Long> beginnings) {
        walkedTo = null;
        different.removeIf(place -> place.offset() < beginnings.getOrDefault(place.partition(), 0L));
    }

    private void compare(ConsumerRecords<byte[], byte[]> records, LedgerScan reading, Handle handle) {
        Piece piece = Piece.of(records);
        if (piece.isEmpty()) {
            return;
        }
        Compared compared = compare(piece, reading, handle);
        if (!compared.different().isEmpty()) {
            // tables that were swapped between two questions of one snapshot look as if they lacked lines
            compared = compare(piece, reading, handle);
        }
        different.removeAll(compared.places());
        for (Place place : compared.different()) {
            if (different.size() < DIFFERENT_MAX) {
                different.add(place);
            }
        }
    }

    private static Compared compare(Piece piece, LedgerScan reading, Handle handle) {
        return handle.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, snapshot -> {
            Standing standing = Standing.ofPositions(snapshot);
            standing.requireTopic(reading.topicId());
            return compare(piece, standing, snapshot);
        });
    }

    private static Compared compare(Piece piece, Standing standing, Handle snapshot) {
        snapshot.execute(BY_KEY);
        Set<Place> places = new TreeSet<>();
        Set<Place> doubtful = new TreeSet<>();
        for (Place place : piece.unreadable()) {
            if (standing.includes(place.partition(), place.offset())) {
                places.add(place);
                doubtful.add(place);
            }
        }
        List<LedgerRow> lines = piece.lines().stream()
                .filter(line -> standing.includes(line.partition(), line.offset()))
                .toList();
        Set<YearMonth> months = new TableSums(snapshot, LedgerSums.BEGINNING).months();
        var rows = new KeptLines(snapshot, standing, lines);
        for (LedgerRow line : lines) {
            var place = new Place(line.partition(), line.offset());
            places.add(place);
            if (!isKept(line, rows, months)) {
                doubtful.add(place);
            }
        }
        if (!doubtful.isEmpty()) {
            Set<Long> setAside = SetAside.withoutRow(
                    snapshot, standing, doubtful.stream().map(Place::id).toList());
            doubtful.removeIf(place -> setAside.contains(place.id()));
        }
        return new Compared(places, doubtful);
    }

    private static boolean isKept(LedgerRow line, KeptLines rows, Set<YearMonth> months) {
        LedgerLine row = rows.rowOf(line);
        if (row == null) {
            return !months.contains(MonthPartitions.monthOf(line.line().timestamp()));
        }
        return rows.isDouble(line) || Arrays.equals(LineDigest.textOf(line.line()), LineDigest.textOf(row));
    }

    /** Returns how many lines differ from their rows, of those that were compared and are still in the topic. */
    public long different() {
        return different.size();
    }

    /** Returns the first of them, for people. */
    public Optional<String> first() {
        return different.isEmpty()
                ? Optional.empty()
                : Optional.of(different.first().toString());
    }

    /** Forgets what differed, and begins anew. */
    public void forget() {
        different.clear();
        walkedTo = null;
        close();
    }

    /** Gives the connections up; the next check opens them again and goes on. */
    @Override
    public void close() {
        if (scan != null) {
            scan.close();
            scan = null;
        }
    }
}
