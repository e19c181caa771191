package io.spendstream.sink.write;

import io.spendstream.contract.failpoint.FailPoint;
import io.spendstream.sink.schema.MonthPartitions;
import io.spendstream.sink.write.Positions.Progress;
import io.spendstream.sink.write.RowInsert.Staged;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Writes a batch in one transaction: partitions, position locks, rows, sums, positions, in this order in every process,
 * so that none waits for another in a circle.
 *
 * <p>The straight way copies into the table and takes it for granted that no row is there yet. If the database objects,
 * the same batch goes through a staging table, and the sums are made of what was really inserted.
 */
public final class BatchWriter {
    private final Positions positions;
    private final String topic;
    private final RowInsert insert = new RowInsert();
    private final MonthPartitions partitions = new MonthPartitions();
    private final Books books = new Books();

    /** Creates a writer of batches from {@code topic}. */
    public BatchWriter(String topic) {
        this.topic = topic;
        positions = new Positions(topic);
    }

    /** Creates the monthly partitions that will be needed soon, so that no batch has to wait for them. */
    public void prepare(Handle handle, Instant now) throws SQLException {
        YearMonth month = MonthPartitions.monthOf(now);
        inTransaction(handle, () -> {
            partitions.ensure(handle, List.of(month.minusMonths(1), month, month.plusMonths(1)));
            return true;
        });
    }

    /**
     * Writes {@code batch}. After an error it is not known whether it was written; calling this again with the same
     * batch finds out and does what is left.
     *
     * @throws FencedException if another sink has taken a partition of the batch over
     * @throws SQLException see {@link DatabaseFailure}; of these, only {@link DatabaseFailure#AWAY} is worth another try
     */
    public Written write(Handle handle, Batch batch) throws SQLException {
        try {
            return inTransaction(handle, () -> writeDirect(handle, batch));
        } catch (SQLException e) {
            DatabaseFailure failure = DatabaseFailure.of(e);
            if (failure != DatabaseFailure.DUPLICATE && failure != DatabaseFailure.BAD_DATA) {
                throw e;
            }
            return inTransaction(handle, () -> writeStaged(handle, batch));
        }
    }

    private Written writeDirect(Handle handle, Batch batch) throws SQLException {
        if (!begin(handle, batch)) {
            return new Written(
                    Written.Path.ALREADY_COMMITTED,
                    batch.rows().size(),
                    0,
                    batch.rejected().size());
        }
        if (!batch.rows().isEmpty()) {
            insert.direct(handle.getConnection(), batch.rows());
        }
        return finish(handle, batch, Written.Path.DIRECT, new Staged(batch.rows(), List.of()));
    }

    private Written writeStaged(Handle handle, Batch batch) throws SQLException {
        if (!begin(handle, batch)) {
            return new Written(
                    Written.Path.ALREADY_COMMITTED,
                    batch.rows().size(),
                    0,
                    batch.rejected().size());
        }
        return finish(handle, batch, Written.Path.STAGED, insert.staged(handle, batch.rows()));
    }

    /** Returns false if the batch had been committed before. */
    private boolean begin(Handle handle, Batch batch) {
        var months = new TreeSet<YearMonth>();
        for (LedgerRow row : batch.rows()) {
            months.add(MonthPartitions.monthOf(row.line().timestamp()));
        }
        partitions.ensure(handle, months);
        return positions.lock(handle, batch.spans());
    }

    private Written finish(Handle handle, Batch batch, Written.Path path, Staged staged) throws SQLException {
        List<RejectedRecord> rejected = new ArrayList<>(batch.rejected());
        rejected.addAll(staged.rejected());
        RejectedRecords.add(handle, topic, rejected);
        Rollup.add(handle, staged.inserted());
        FailPoint.SINK_AFTER_ROLLUP.hit();
        Counters.add(handle, staged.inserted());
        FailPoint.SINK_AFTER_COUNTERS.hit();
        books.add(handle, staged.inserted());
        int duplicates = batch.rows().size()
                - staged.inserted().size()
                - staged.rejected().size();
        positions.advance(handle, progress(batch, staged));
        FailPoint.SINK_BEFORE_COMMIT.hit();
        return new Written(path, staged.inserted().size(), duplicates, rejected.size());
    }

    private static List<Progress> progress(Batch batch, Staged staged) {
        var counts = new Counts();
        for (LedgerRow row : batch.rows()) {
            Count count = counts.of(row.partition());
            count.duplicates++;
            count.recorded(row.line().recordedAt());
        }
        for (LedgerRow row : staged.inserted()) {
            Count count = counts.of(row.partition());
            count.duplicates--;
            count.inserted++;
        }
        for (RejectedRecord record : staged.rejected()) {
            Count count = counts.of(record.partition());
            count.duplicates--;
            count.rejected++;
        }
        batch.rejected().forEach(record -> counts.of(record.partition()).rejected++);
        return batch.spans().stream()
                .map(span -> counts.of(span.partition()).progress(span))
                .toList();
    }

    /** What became of the records, by partition. */
    private static final class Counts {
        private final Map<Integer, Count> byPartition = new HashMap<>();

        private Count of(int partition) {
            return byPartition.computeIfAbsent(partition, unused -> new Count());
        }
    }

    /** What became of the records of one partition. */
    private static final class Count {
        private long inserted;
        private long duplicates;
        private long rejected;
        private @Nullable Instant recordedAt;

        private void recorded(Instant time) {
            if (recordedAt == null || time.isAfter(recordedAt)) {
                recordedAt = time;
            }
        }

        private Progress progress(Span span) {
            return new Progress(span, inserted, duplicates, rejected, recordedAt);
        }
    }

    private <T> T inTransaction(Handle handle, Work<T> work) throws SQLException {
        try {
            handle.begin();
            T result = work.run();
            handle.commit();
            partitions.committed();
            books.committed();
            return result;
        } catch (JdbiException e) {
            rollback(handle, e);
            SQLException cause = DatabaseFailure.causeOf(e);
            throw cause == null ? new SQLException(e) : cause;
        } catch (SQLException | RuntimeException e) {
            rollback(handle, e);
            throw e;
        }
    }

    /** Rolls back; where that fails too, the connection is of no more use and {@code cause} is what matters. */
    private void rollback(Handle handle, Exception cause) {
        partitions.rolledBack();
        books.rolledBack();
        try {
            handle.rollback();
        } catch (JdbiException e) {
            cause.addSuppressed(e);
        }
    }

    private interface Work<T> {
        T run() throws SQLException;
    }
}
