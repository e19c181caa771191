package io.spendstream.sink.write;

import io.spendstream.contract.failpoint.FailPoint;
import io.spendstream.sink.schema.MonthPartitions;
import io.spendstream.sink.write.RowInsert.Staged;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Writes lines that were set aside after all. In one transaction, with its locks in the order a sink takes them: that the
 * lines still wait, their rows, the sums, that they were readmitted and by whom, and the counts at the position, which
 * itself stays where it is. So a line becomes a row once, whoever else readmits it or writes at the same time. It takes
 * the user that owns the tables.
 */
public final class Readmission {
    private final String topic;
    private final RowInsert insert = new RowInsert();

    /** What became of a line. */
    public enum Fate {
        /** It is a row now. */
        WRITTEN,
        /** Its entry was in the table already, from another place of the topic. */
        DUPLICATE,
        /** The database cannot hold it, for the reason that is told. */
        STILL_REFUSED,
        /** It does not wait any more. */
        WRITTEN_BEFORE
    }

    /**
     * A line and what became of it.
     *
     * @param row the line
     * @param fate what became of it
     * @param why what the database said if it refused it; else empty
     */
    public record Outcome(LedgerRow row, Fate fate, String why) {}

    /** Creates one for lines of {@code topic}. */
    public Readmission(String topic) {
        FailPoint.announce();
        this.topic = topic;
    }

    /** Writes {@code rows} on behalf of {@code operator}: all that can be, or, if this fails, none. */
    public List<Outcome> write(Handle handle, List<LedgerRow> rows, String operator) throws SQLException {
        handle.begin();
        try {
            List<Outcome> outcomes = inTransaction(handle, rows, operator);
            FailPoint.OPERATOR_BEFORE_READMISSION_COMMIT.hit();
            handle.commit();
            FailPoint.OPERATOR_AFTER_READMISSION_COMMIT.hit();
            return outcomes;
        } catch (SQLException | RuntimeException e) {
            handle.rollback();
            throw e;
        }
    }

    /** Returns what would become of {@code rows} by {@link #write}: the database does it all, and takes it back. */
    public List<Outcome> rehearse(Handle handle, List<LedgerRow> rows, String operator) throws SQLException {
        handle.begin();
        try {
            return inTransaction(handle, rows, operator);
        } finally {
            handle.rollback();
        }
    }

    private List<Outcome> inTransaction(Handle handle, List<LedgerRow> rows, String operator) throws SQLException {
        Set<YearMonth> months = new TreeSet<>();
        rows.forEach(row -> months.add(MonthPartitions.monthOf(row.line().timestamp())));
        new MonthPartitions().ensure(handle, months);
        lockPositions(handle, rows);
        Set<Long> waitingIds = RejectedRecords.lockWaiting(handle, topic, rows);
        List<LedgerRow> waiting =
                rows.stream().filter(row -> waitingIds.contains(row.id())).toList();
        FailPoint.OPERATOR_BEFORE_READMISSION.hit();
        Staged staged = insert.staged(handle, waiting);
        Rollup.add(handle, staged.inserted());
        Counters.add(handle, staged.inserted());
        new Books().add(handle, staged.inserted());
        FailPoint.OPERATOR_AFTER_READMISSION.hit();
        List<Outcome> outcomes = outcomes(rows, waitingIds, staged);
        List<LedgerRow> done = new ArrayList<>();
        outcomes.stream()
                .filter(outcome -> outcome.fate() == Fate.WRITTEN || outcome.fate() == Fate.DUPLICATE)
                .forEach(outcome -> done.add(outcome.row()));
        RejectedRecords.readmit(handle, topic, done, operator);
        movePositions(handle, outcomes);
        return outcomes;
    }

    private static List<Outcome> outcomes(List<LedgerRow> rows, Set<Long> waitingIds, Staged staged) {
        Set<Long> inserted = new HashSet<>();
        staged.inserted().forEach(row -> inserted.add(row.id()));
        Map<Long, String> refused = new HashMap<>();
        staged.rejected()
                .forEach(record -> refused.put(LedgerRow.id(record.partition(), record.offset()), record.message()));
        List<Outcome> outcomes = new ArrayList<>();
        for (LedgerRow row : rows) {
            String why = refused.get(row.id());
            if (!waitingIds.contains(row.id())) {
                outcomes.add(new Outcome(row, Fate.WRITTEN_BEFORE, ""));
            } else if (why != null) {
                outcomes.add(new Outcome(row, Fate.STILL_REFUSED, why));
            } else {
                outcomes.add(new Outcome(row, inserted.contains(row.id()) ? Fate.WRITTEN : Fate.DUPLICATE, ""));
            }
        }
        return outcomes;
    }

    private void lockPositions(Handle handle, List<LedgerRow> rows) {
        handle.createQuery("""
                        SELECT partition FROM sink_position
                        WHERE topic = :topic AND partition = ANY(:partitions) ORDER BY partition FOR UPDATE
                        """)
                .bind("topic", topic)
                .bindArray(
                        "partitions",
                        Long.class,
                        rows.stream()
                                .map(row -> (long) row.partition())
                                .distinct()
                                .toArray())
                .mapTo(Integer.class)
                .list();
    }

    private void movePositions(Handle handle, List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            boolean isWritten = outcome.fate() == Fate.WRITTEN;
            if (isWritten || outcome.fate() == Fate.DUPLICATE) {
                handle.createUpdate("""
                                UPDATE sink_position SET rejected = rejected - 1, rows = rows + :rows,
                                    duplicates = duplicates + :duplicates
                                WHERE topic = :topic AND partition = :partition
                                """)
                        .bind("topic", topic)
                        .bind("partition", outcome.row().partition())
                        .bind("rows", isWritten ? 1 : 0)
                        .bind("duplicates", isWritten ? 0 : 1)
                        .execute();
            }
        }
    }
}
