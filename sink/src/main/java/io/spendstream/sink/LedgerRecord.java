package io.spendstream.sink;

import io.spendstream.sink.write.LedgerRow;
import io.spendstream.sink.write.RejectedRecord;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

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
        byte[] value = record.value();
        if (value == null) {
            rejected.accept(new RejectedRecord(record.partition(), record.offset(), null, null, "record has no value"));
            return;
        }
        LedgerRow row;
        try {
            row = new LedgerRow(record.partition(), record.offset(), LedgerDecoder.decode(value), value);
        } catch (IllegalArgumentException e) {
            rejected.accept(new RejectedRecord(
                    record.partition(), record.offset(), value, null, String.valueOf(e.getMessage())));
            return;
        }
        rows.accept(row);
    }
}
