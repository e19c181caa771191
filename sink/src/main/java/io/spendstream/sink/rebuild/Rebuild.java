package io.spendstream.sink.rebuild;

import static java.util.Objects.requireNonNull;

import io.spendstream.sink.LedgerRecord;
import io.spendstream.sink.LedgerScan;
import io.spendstream.sink.recount.LedgerSums;
import io.spendstream.sink.recount.Standing;
import io.spendstream.sink.recount.TableViews;
import io.spendstream.sink.recount.View;
import io.spendstream.sink.schema.Schema;
import io.spendstream.sink.write.Database;
import io.spendstream.sink.write.DatabaseFailure;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tables once more from the ledger topic and swaps them for those in force:
 *
 * <pre>
 * checks ─► empty tables ─► copy ─► compare with the topic ─► sinks wait ─► copy the rest ─► swap, commit
 * </pre>
 *
 * Not thread-safe.
 */
public final class Rebuild {
    private static final String APPLICATION = "spendstream-replay";
    private static final DateTimeFormatter DATED =
            DateTimeFormatter.ofPattern("'_before_'yyyyMMdd'_'HHmmss").withZone(ZoneOffset.UTC);
    private static final int SWAP_ATTEMPTS_MAX = 5;
    private static final int NAME_LENGTH_MAX = 63;

    private final Map<String, ?> kafka;
    private final Where where;
    private final RebuildListener listener;

    /** The database. */
    public record Where(
            String url, @Nullable String user, @Nullable String password) {
        public Where {
            requireNonNull(url, "url");
        }

        private Jdbi open(@Nullable String schema) {
            return Database.forLongWork(url, user, password, APPLICATION, schema);
        }
    }

    /**
     * What a rebuild would start from.
     *
     * @param schema the schema of the tables
     * @param ends where the ledger ends
     * @param positions up to where the tables in force have it
     * @param sinks how many connections sinks have to the database
     */
    public record Start(String schema, Map<Integer, Long> ends, Map<Integer, Long> positions, int sinks) {
        /** Returns how many offsets there are to read. */
        public long records() {
            return ends.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * @param kafka client settings, such as {@code bootstrap.servers}
     * @param where the database, opened with the user that owns the tables
     */
    public Rebuild(Map<String, ?> kafka, Where where, RebuildListener listener) {
        this.kafka = kafka;
        this.where = where;
        this.listener = listener;
    }

    /**
     * Checks whether the tables can be made from the topic, and changes nothing.
     *
     * @throws IllegalStateException if not, with the reason
     */
    public Start check() {
        try (LedgerScan scan = LedgerScan.open(kafka);
                Handle handle = where.open(null).open()) {
            return check(scan, handle);
        }
    }

    private static Start check(LedgerScan scan, Handle handle) {
        String schema = handle.createQuery("SELECT current_schema()")
                .mapTo(String.class)
                .findOne()
                .orElseThrow(() -> new IllegalStateException("the database's search_path names no schema"));
        requireTables(handle);
        Standing standing = Standing.read(handle);
        standing.requireTopic(scan.topicId());
        String lost = scan.beginnings().entrySet().stream()
                .filter(beginning -> beginning.getValue() > 0)
                .map(beginning ->
                        "partition %d begins at offset %d".formatted(beginning.getKey(), beginning.getValue()))
                .collect(Collectors.joining(", "));
        if (!lost.isEmpty()) {
            throw new IllegalStateException(
                    "the ledger topic has lost its beginning to its retention, so the tables cannot be made from it: %s. Restore them from a backup; a sink then catches up by itself"
                            .formatted(lost));
        }
        Map<Integer, Long> ends = scan.ends();
        standing.requireWithin(ends);
        int sinks = handle.createQuery("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND application_name = :sink")
                .bind("sink", Database.SINK)
                .mapTo(Integer.class)
                .one();
        return new Start(schema, ends, standing.positions(), sinks);
    }

    /**
     * Does it.
     *
     * @param now when, for the name of the schema that keeps the tables from before
     * @param isOldDropped whether they are dropped in the end
     * @throws IllegalStateException if it cannot be done or the new tables are not what the topic says; then the tables
     *     from before are in force
     */
    public Rebuilt run(Instant now, boolean isOldDropped) {
        try (LedgerScan scan = LedgerScan.open(kafka);
                Handle handle = where.open(null).open()) {
            Start start = check(scan, handle);
            requireAlone(handle);
            Schema.migrate(where.url(), where.user(), where.password(), start.schema());
            var shelf = new Shelf(handle, start.schema());
            shelf.clear();
            Schema.migrate(where.url(), where.user(), where.password(), shelf.name());
            shelf.requireAlike();
            listener.reached(Stage.PREPARED);
            try (Handle made = where.open(shelf.name()).open()) {
                var copy = new TableCopy(made, scan, records -> listener.copied(records, start.records()));
                copy.to(start.ends());
                listener.reached(Stage.COPIED);
                Compared compared = compare(shelf, start);
                listener.reached(Stage.COMPARED);
                String before = start.schema() + DATED.format(now);
                if (before.length() > NAME_LENGTH_MAX) {
                    throw new IllegalStateException("the name of the schema is too long to be dated: " + before);
                }
                copy.to(scan.ends()); // what came meanwhile, so that sinks need not wait for it
                swap(handle, shelf, copy, before);
                listener.reached(Stage.SWAPPED);
                if (isOldDropped) {
                    shelf.drop(before);
                }
                return new Rebuilt(
                        start.schema(),
                        isOldDropped ? Optional.empty() : Optional.of(before),
                        copy.positions(),
                        compared.made(),
                        compared.old());
            }
        }
    }

    private static void requireTables(Handle handle) {
        boolean hasTables = handle.createQuery("SELECT to_regclass('sink_position') IS NOT NULL")
                .mapTo(Boolean.class)
                .one();
        if (!hasTables) {
            throw new IllegalStateException(
                    "the database has no tables of the ledger: start a sink, which makes and fills them by itself");
        }
    }

    /** Takes a lock that lasts as long as the connection. */
    private static void requireAlone(Handle handle) {
        boolean isAlone = handle.createQuery("SELECT pg_try_advisory_lock(hashtext('spendstream.replay'))")
                .mapTo(Boolean.class)
                .one();
        if (!isAlone) {
            throw new IllegalStateException("another replay is under way in this database");
        }
    }

    /** The views of the new tables and of the old ones. */
    private record Compared(List<View> made, List<View> old) {}

    /** Reads the topic a second time and compares both sets of tables with it, each up to its own position. */
    private Compared compare(Shelf shelf, Start start) {
        try (LedgerScan again = LedgerScan.open(kafka);
                Handle made = where.open(shelf.name()).open();
                Handle old = where.open(start.schema()).open()) {
            return made.inTransaction(
                    TransactionIsolationLevel.REPEATABLE_READ,
                    madeSnapshot -> old.inTransaction(
                            TransactionIsolationLevel.REPEATABLE_READ,
                            oldSnapshot -> compare(again, madeSnapshot, oldSnapshot, start)));
        }
    }

    private Compared compare(LedgerScan again, Handle made, Handle old, Start start) {
        var ofMade = new LedgerSums(Standing.read(made), LedgerSums.BEGINNING);
        var ofOld = new LedgerSums(Standing.read(old), LedgerSums.BEGINNING);
        again.readTo(again.ends(), batch -> {
            for (ConsumerRecord<byte[], byte[]> record : batch) {
                LedgerRecord.read(
                        record,
                        row -> {
                            ofMade.add(row);
                            ofOld.add(row);
                        },
                        rejected -> {
                            ofMade.add(rejected);
                            ofOld.add(rejected);
                        });
            }
            listener.compared(ofMade.records(), start.records());
        });
        List<View> views = new TableViews(made, ofMade, true).compare(rows -> {});
        views.stream()
                .filter(view -> view.different() > 0)
                .findFirst()
                .flatMap(View::firstDifference)
                .ifPresent(first -> {
                    throw new IllegalStateException(
                            "the new tables are not what the ledger says, so the old ones stay in force: " + first);
                });
        var ofOldTables = new TableViews(old, ofOld, true);
        return new Compared(
                views, ofOldTables.namingEvents(ofOldTables.compare(rows -> {}), () -> LedgerScan.open(kafka)));
    }

    /** Swaps in one transaction; where somebody reads for long or waits in a circle, tries again. */
    private void swap(Handle handle, Shelf shelf, TableCopy copy, String before) {
        Database.limit(handle);
        for (int attempt = 1; ; attempt++) {
            try {
                handle.useTransaction(transaction -> {
                    shelf.lock();
                    catchUp(transaction, copy);
                    listener.reached(Stage.CAUGHT_UP);
                    shelf.swap(before);
                    listener.reached(Stage.MOVED);
                });
                return;
            } catch (JdbiException e) {
                var cause = DatabaseFailure.causeOf(e);
                boolean isPassing = cause != null && DatabaseFailure.of(cause) == DatabaseFailure.AWAY;
                if (!isPassing || attempt == SWAP_ATTEMPTS_MAX) {
                    throw e;
                }
            }
        }
    }

    /** Copies what sinks wrote into the old tables since: the new ones must not have less. */
    private static void catchUp(Handle locked, TableCopy copy) {
        Map<Integer, Long> wanted = new TreeMap<>(copy.positions());
        Standing.read(locked)
                .positions()
                .forEach((partition, position) -> wanted.merge(partition, position, Math::max));
        copy.to(wanted);
    }
}
