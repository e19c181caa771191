package io.spendstream.sink.write;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.LedgerLine;

/**
 * A ledger line and where in the topic it stands.
 *
 * @param partition the topic's partition
 * @param offset the offset in the partition
 * @param line the line
 * @param record the line's bytes, kept until it is known that the database takes it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by place, never by content
public record LedgerRow(int partition, long offset, LedgerLine line, byte[] record) {
    /** How many partitions the ledger topic may have: a row's id has twelve bits for it. */
    public static final int PARTITIONS_MAX = 4096;

    private static final long OFFSET_MAX = Long.MAX_VALUE / PARTITIONS_MAX;

    public LedgerRow {
        if (partition < 0 || partition >= PARTITIONS_MAX) {
            throw new IllegalArgumentException(
                    "partition must be in 0..%d: %d".formatted(PARTITIONS_MAX - 1, partition));
        }
        if (offset < 0 || offset >= OFFSET_MAX) {
            throw new IllegalArgumentException("offset must be in 0..2^51: " + offset);
        }
        requireNonNull(line, "line");
        requireNonNull(record, "record");
    }

    /** Returns the row's id, which its place in the ledger determines: a replay gives a row the id it had. */
    public long id() {
        return id(partition, offset);
    }

    /** Returns the id of the row whose record stands at {@code offset} of {@code partition}. */
    public static long id(int partition, long offset) {
        return offset * PARTITIONS_MAX + partition;
    }

    /** Returns the partition of the record that became the row {@code id}. */
    public static int partitionOf(long id) {
        return (int) (id % PARTITIONS_MAX);
    }

    /** Returns the offset, in its partition, of the record that became the row {@code id}. */
    public static long offsetOf(long id) {
        return id / PARTITIONS_MAX;
    }
}
