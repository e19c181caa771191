package io.spendstream.sink.write;

import io.spendstream.contract.failpoint.FailPoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The two ways ledger rows get into {@code token_usage}: straight, and through a staging table. */
public final class RowInsert {
    private static final String COPY = "COPY %s (%s) FROM STDIN (FORMAT binary)";
    private static final String COPY_DIRECT = COPY.formatted("token_usage", TokenUsageRow.COLUMNS);
    private static final String COPY_STAGED = COPY.formatted("token_usage_staging", TokenUsageRow.COLUMNS);
    private static final String INSERT_STAGED = """
            INSERT INTO token_usage (%1$s) SELECT %1$s FROM token_usage_staging ORDER BY id
            ON CONFLICT DO NOTHING RETURNING id
            """.formatted(TokenUsageRow.COLUMNS);

    /** What is sent at once: the database inserts the first rows while the later ones are still encoded. */
    private static final int CHUNK_BYTES = 64 << 10;

    private final CopyBuffer copy = new CopyBuffer();

    /** What the staged way did. */
    record Staged(List<LedgerRow> inserted, List<RejectedRecord> rejected) {}

    /** Copies all {@code rows} straight into the table, or fails, for example because one of them is there already. */
    public void direct(Connection connection, List<LedgerRow> rows) throws SQLException {
        FailPoint.SINK_BEFORE_COPY.hit();
        copyIn(connection, COPY_DIRECT, rows);
        FailPoint.SINK_AFTER_COPY.hit();
    }

    /**
     * Inserts those of {@code rows} that are not in the table yet. A row that the database cannot hold is found by
     * halving, and returned as rejected.
     */
    Staged staged(Handle handle, List<LedgerRow> rows) throws SQLException {
        FailPoint.SINK_BEFORE_STAGED.hit();
        handle.execute("CREATE TEMPORARY TABLE token_usage_staging (LIKE token_usage) ON COMMIT DROP");
        var staged = new Staged(new ArrayList<>(rows.size()), new ArrayList<>());
        stage(handle, rows, staged);
        FailPoint.SINK_AFTER_STAGED_INSERT.hit();
        return staged;
    }

    private void stage(Handle handle, List<LedgerRow> rows, Staged staged) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        handle.savepoint("part");
        Set<Long> ids;
        try {
            ids = copyAndInsert(handle, rows);
        } catch (SQLException e) {
            if (DatabaseFailure.of(e) != DatabaseFailure.BAD_DATA) {
                throw e;
            }
            handle.rollbackToSavepoint("part");
            setAsideOrHalve(handle, rows, staged, e);
            return;
        }
        handle.execute("TRUNCATE token_usage_staging");
        handle.releaseSavepoint("part");
        rows.stream().filter(row -> ids.remove(row.id())).forEach(staged.inserted()::add);
    }

    private void setAsideOrHalve(Handle handle, List<LedgerRow> rows, Staged staged, SQLException e)
            throws SQLException {
        if (rows.size() == 1) {
            LedgerRow row = rows.get(0);
            staged.rejected()
                    .add(new RejectedRecord(
                            row.partition(), row.offset(), row.record(), e.getSQLState(), messageOf(e)));
            return;
        }
        int half = rows.size() / 2;
        stage(handle, rows.subList(0, half), staged);
        stage(handle, rows.subList(half, rows.size()), staged);
    }

    private Set<Long> copyAndInsert(Handle handle, List<LedgerRow> rows) throws SQLException {
        Connection connection = handle.getConnection();
        copyIn(connection, COPY_STAGED, rows);
        FailPoint.SINK_BEFORE_STAGED_INSERT.hit();
        Set<Long> ids = new HashSet<>();
        try (var statement = connection.createStatement();
                var inserted = statement.executeQuery(INSERT_STAGED)) {
            while (inserted.next()) {
                ids.add(inserted.getLong(1));
            }
        }
        return ids;
    }

    private void copyIn(Connection connection, String sql, List<LedgerRow> rows) throws SQLException {
        CopyIn operation = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            copy.begin();
            for (LedgerRow row : rows) {
                TokenUsageRow.append(copy, row);
                if (copy.length() >= CHUNK_BYTES) {
                    send(operation);
                }
            }
            copy.end();
            send(operation);
            operation.endCopy();
        } finally {
            if (operation.isActive()) {
                operation.cancelCopy();
            }
        }
    }

    private void send(CopyIn operation) throws SQLException {
        operation.writeToCopy(copy.bytes(), 0, copy.length());
        copy.clear();
    }

    private static String messageOf(SQLException e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }
}
