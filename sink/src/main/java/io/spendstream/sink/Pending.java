package io.spendstream.sink;

import io.spendstream.sink.write.Batch;
import io.spendstream.sink.write.LedgerRow;
import io.spendstream.sink.write.RejectedRecord;
import io.spendstream.sink.write.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** What was read from the ledger and is not in the tables yet. Not thread-safe. */
final class Pending {
    /** The age of nothing. */
    static final long NONE = Long.MAX_VALUE;

    private final Map<Integer, Part> parts = new TreeMap<>();

    /** Adds what one poll returned, and how far it got. */
    void add(ConsumerRecords<byte[], byte[]> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            part(record.partition()).add(record);
        }
        records.nextOffsets().forEach((partition, next) -> part(partition.partition()).next = next.offset());
    }

    /** Forgets what was read from {@code partition}, which is somebody else's now. */
    void drop(int partition) {
        parts.remove(partition);
    }

    /** Returns how many records wait. */
    int size() {
        int size = 0;
        for (Part part : parts.values()) {
            size += part.rows.size() + part.rejected.size();
        }
        return size;
    }

    /** Returns how many bytes the records that wait had in the topic. */
    long bytes() {
        long bytes = 0;
        for (Part part : parts.values()) {
            bytes += part.bytes;
        }
        return bytes;
    }

    /** Returns when the broker appended the oldest record that waits, in epoch milliseconds, or {@link #NONE}. */
    long oldestMillis() {
        long oldest = NONE;
        for (Part part : parts.values()) {
            oldest = Math.min(oldest, part.oldestMillis);
        }
        return oldest;
    }

    /** Returns when the broker appended the newest record that waits, in epoch milliseconds, or 0. */
    long newestMillis() {
        long newest = 0;
        for (Part part : parts.values()) {
            newest = Math.max(newest, part.newestMillis);
        }
        return newest;
    }

    /** Returns whether a position has moved, be it only past the markers that transactions leave. */
    boolean hasMoved(Claims claims) {
        return !spans(claims).isEmpty();
    }

    /** Returns all that waits; its positions begin at those of {@code claims}. */
    Batch batch(Claims claims) {
        List<LedgerRow> rows = new ArrayList<>();
        List<RejectedRecord> rejected = new ArrayList<>();
        for (Part part : parts.values()) {
            rows.addAll(part.rows);
            rejected.addAll(part.rejected);
        }
        return new Batch(rows, rejected, spans(claims));
    }

    private List<Span> spans(Claims claims) {
        List<Span> spans = new ArrayList<>();
        parts.forEach((partition, part) -> {
            Claims.Claim claim = claims.of(partition);
            if (part.next > claim.nextOffset()) {
                spans.add(new Span(partition, claim.epoch(), claim.nextOffset(), part.next));
            }
        });
        return spans;
    }

    private Part part(int partition) {
        return parts.computeIfAbsent(partition, unused -> new Part());
    }

    /** What waits of one partition. */
    private static final class Part {
        private final List<LedgerRow> rows = new ArrayList<>();
        private final List<RejectedRecord> rejected = new ArrayList<>();
        private long next = -1;
        private long oldestMillis = NONE;
        private long newestMillis;
        private long bytes;

        private void add(ConsumerRecord<byte[], byte[]> record) {
            oldestMillis = Math.min(oldestMillis, record.timestamp());
            newestMillis = Math.max(newestMillis, record.timestamp());
            bytes += Math.max(record.serializedValueSize(), 0);
            LedgerRecord.read(record, rows::add, rejected::add);
        }
    }
}
