package io.spendstream.sink.write;

import io.spendstream.contract.failpoint.FailPoint;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The table {@code token_usage_rejected}: records that could not become a row, whole, so that nothing is lost. */
final class RejectedRecords {
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
}
