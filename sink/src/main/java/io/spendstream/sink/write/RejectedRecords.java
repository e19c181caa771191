package io.spendstream.sink.write;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.failpoint.FailPoint;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

/** The table {@code token_usage_rejected}: records that could not become a row, whole, so that nothing is lost. */
public final class RejectedRecords {
    private static final int FETCH_SIZE = 100;

    private static final String WAITING =
            "SELECT partition, \"offset\" FROM token_usage_rejected WHERE topic = :topic AND readmitted_at IS NULL";
    private static final String WHOLE = """
            SELECT partition, "offset", record, sqlstate, message, rejected_at, readmitted_at, readmitted_by
            FROM token_usage_rejected WHERE topic = :topic""";
    private static final String READMITTED = WHOLE + " AND readmitted_at IS NOT NULL";
    private static final String AT_PLACES =
            " AND (partition, \"offset\") IN (SELECT * FROM unnest(:partitions, :offsets))";
    private static final String IN_ORDER = " ORDER BY partition, \"offset\"";

    private RejectedRecords() {}

    static void add(Handle handle, String topic, List<RejectedRecord> records) {
        for (RejectedRecord record : records) {
            handle.createUpdate("""
                            INSERT INTO token_usage_rejected (topic, partition, "offset", record, sqlstate, message)
                            VALUES (:topic, :partition, :offset, :record, :sqlState, :message)
                            ON CONFLICT DO NOTHING
                            """)
                    .bind("topic", topic)
                    .bind("partition", record.partition())
                    .bind("offset", record.offset())
                    .bind("record", record.record())
                    .bind("sqlState", record.sqlState())
                    .bind("message", record.message().replace("\0", "\\0")) // which no text column holds
                    .execute();
            FailPoint.SINK_AFTER_REJECTED.hit();
        }
    }

    /** Hands over all records of {@code topic} that were ever set aside, in the order of their places, one by one. */
    public static void each(Handle handle, String topic, Consumer<SetAsideRecord> consumer) {
        handle.useTransaction(
                transaction -> each(transaction.createQuery(WHOLE + IN_ORDER).bind("topic", topic), consumer));
    }

    /** Hands over those that do not wait any more, in the same way. */
    public static void eachReadmitted(Handle handle, String topic, Consumer<SetAsideRecord> consumer) {
        handle.useTransaction(transaction ->
                each(transaction.createQuery(READMITTED + IN_ORDER).bind("topic", topic), consumer));
    }

    /** Hands over those of {@code ids}, as rows would have them, that do not wait any more. */
    public static void eachReadmitted(
            Handle handle, String topic, Collection<Long> ids, Consumer<SetAsideRecord> consumer) {
        handle.useTransaction(transaction -> each(
                at(transaction.createQuery(READMITTED + AT_PLACES + IN_ORDER).bind("topic", topic), ids), consumer));
    }

    private static void each(Query unread, Consumer<SetAsideRecord> consumer) {
        try (Query query = unread.setFetchSize(FETCH_SIZE);
                var records = query.map((row, context) -> read(row)).iterator()) {
            records.forEachRemaining(consumer);
        }
    }

    private static SetAsideRecord read(ResultSet row) throws SQLException {
        OffsetDateTime readmittedAt = row.getObject("readmitted_at", OffsetDateTime.class);
        return new SetAsideRecord(
                new RejectedRecord(
                        row.getInt("partition"),
                        row.getLong("offset"),
                        row.getBytes("record"),
                        row.getString("sqlstate"),
                        requireNonNull(row.getString("message"))),
                requireNonNull(row.getObject("rejected_at", OffsetDateTime.class))
                        .toInstant(),
                readmittedAt == null
                        ? null
                        : new SetAsideRecord.Readmitted(
                                readmittedAt.toInstant(), requireNonNull(row.getString("readmitted_by"))));
    }

    /** Returns the ids that the records of {@code topic} would have as rows that wait to be readmitted. */
    public static Set<Long> waiting(Handle handle, String topic) {
        return ids(handle.createQuery(WAITING).bind("topic", topic));
    }

    /** Returns those of {@code ids} whose records wait to be readmitted. */
    public static Set<Long> waiting(Handle handle, String topic, Collection<Long> ids) {
        return ids(at(handle.createQuery(WAITING + AT_PLACES).bind("topic", topic), ids));
    }

    /** Locks those of {@code rows} that wait to be readmitted until the transaction ends, and returns their ids. */
    static Set<Long> lockWaiting(Handle handle, String topic, List<LedgerRow> rows) {
        String sql = WAITING + AT_PLACES + IN_ORDER + " FOR UPDATE";
        return ids(at(handle.createQuery(sql).bind("topic", topic), idsOf(rows)));
    }

    private static Set<Long> ids(Query query) {
        return new HashSet<>(query.map((row, context) -> LedgerRow.id(row.getInt("partition"), row.getLong("offset")))
                .list());
    }

    /** Takes note that {@code rows} are in the table now. */
    static void readmit(Handle handle, String topic, List<LedgerRow> rows, String operator) {
        String sql = "UPDATE token_usage_rejected SET readmitted_at = now(), readmitted_by = :operator"
                + " WHERE topic = :topic" + AT_PLACES;
        at(handle.createUpdate(sql).bind("topic", topic).bind("operator", operator), idsOf(rows))
                .execute();
    }

    private static List<Long> idsOf(List<LedgerRow> rows) {
        return rows.stream().map(LedgerRow::id).toList();
    }

    /** Binds {@link #AT_PLACES}. */
    private static <S extends SqlStatement<S>> S at(S statement, Collection<Long> ids) {
        Object[] partitions =
                ids.stream().map(id -> (long) LedgerRow.partitionOf(id)).toArray();
        Object[] offsets = ids.stream().map(LedgerRow::offsetOf).toArray();
        return statement.bindArray("partitions", Long.class, partitions).bindArray("offsets", Long.class, offsets);
    }
}
