package io.spendstream.sink;

import io.spendstream.sink.write.LedgerRow;
import io.spendstream.sink.write.RejectedRecord;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What a record of the ledger topic becomes: a row, or a record that is set aside. */
public final class LedgerRecord {
    private LedgerRecord() {}

    /**
     * Hands what {@code record} becomes to one of the two.
     *
     * @throws RuntimeException if a newer version wrote it; nothing may be concluded from it then
     */
    public static void read(
            ConsumerRecord<byte[], byte[]> record, Consumer<LedgerRow> rows, Consumer<RejectedRecord> rejected) {
        read(record.partition(), record.offset(), record.value(), rows, rejected);
    }

    /** Does the same with the record's {@code value}. */
    public static void read(
            int partition,
            long offset,
            byte @Nullable [] value,
            Consumer<LedgerRow> rows,
            Consumer<RejectedRecord> rejected) {
        if (value == null) {
            rejected.accept(new RejectedRecord(partition, offset, null, null, "record has no value"));
            return;
        }
        LedgerRow row;
        try {
            row = new LedgerRow(partition, offset, LedgerDecoder.decode(value), value);
        } catch (IllegalArgumentException e) {
            rejected.accept(new RejectedRecord(partition, offset, value, null, String.valueOf(e.getMessage())));
            return;
        }
        rows.accept(row);
    }
}
