package io.spendstream.sink.rebuild;

import io.spendstream.contract.Topic;
import io.spendstream.sink.LedgerRecord;
import io.spendstream.sink.LedgerScan;
import io.spendstream.sink.write.Batch;
import io.spendstream.sink.write.BatchWriter;
import io.spendstream.sink.write.LedgerRow;
import io.spendstream.sink.write.Positions;
import io.spendstream.sink.write.RejectedRecord;
import io.spendstream.sink.write.Span;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jdbi.v3.core.Handle;

/** Writes the ledger topic into empty tables, as a sink does, from the first line on. Not thread-safe. */
final class TableCopy {
    private final Handle handle;
    private final LedgerScan scan;
    private final LongConsumer progress;
    private final BatchWriter writer = new BatchWriter(Topic.LEDGER.topicName());
    private final Map<Integer, Positions.Claimed> claimed = new TreeMap<>();
    private final Map<Integer, Long> positions = new TreeMap<>();
    private long records;

    /**
     * @param handle a connection for which unqualified names are the empty tables
     * @param scan the topic, at its beginning
     * @param progress is told how many records were copied
     */
    TableCopy(Handle handle, LedgerScan scan, LongConsumer progress) {
        this.handle = handle;
        this.scan = scan;
        this.progress = progress;
        var table = new Positions(Topic.LEDGER.topicName());
        handle.useTransaction(transaction -> scan.beginnings()
                .forEach((partition, beginning) ->
                        claimed.put(partition, table.claim(transaction, partition, scan.topicId(), beginning))));
        claimed.forEach((partition, claim) -> positions.put(partition, claim.nextOffset()));
    }

    /** Copies on until every partition has reached its {@code ends}. */
    void to(Map<Integer, Long> ends) {
        scan.readTo(ends, this::write);
    }

    /** Returns how far the tables have the topic. */
    Map<Integer, Long> positions() {
        return new TreeMap<>(positions);
    }

    private void write(ConsumerRecords<byte[], byte[]> polled) {
        List<LedgerRow> rows = new ArrayList<>(polled.count());
        List<RejectedRecord> rejected = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            LedgerRecord.read(record, rows::add, rejected::add);
        }
        List<Span> spans = new ArrayList<>();
        polled.nextOffsets().forEach((partition, next) -> {
            int number = partition.partition();
            long from = positions.getOrDefault(number, 0L);
            if (next.offset() > from) {
                spans.add(new Span(
                        number, Objects.requireNonNull(claimed.get(number)).epoch(), from, next.offset()));
            }
        });
        if (spans.isEmpty()) {
            return;
        }
        try {
            writer.write(handle, new Batch(rows, rejected, spans));
        } catch (SQLException e) {
            throw new IllegalStateException("the new tables could not be written; the old ones are in force", e);
        }
        spans.forEach(span -> positions.put(span.partition(), span.to()));
        records += polled.count();
        progress.accept(records);
    }
}
