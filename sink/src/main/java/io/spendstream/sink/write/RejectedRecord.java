package io.spendstream.sink.write;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A ledger record that cannot become a row.
 *
 * @param partition the topic's partition
 * @param offset the offset in the partition
 * @param record the record's value; null if it had none
 * @param sqlState the database's code; null if the record never got that far
 * @param message why, for people
 */
@SuppressWarnings("ArrayRecordComponent") // compared by place, never by content
public record RejectedRecord(
        int partition,
        long offset,
        byte @Nullable [] record,
        @Nullable String sqlState,
        String message) {
    public RejectedRecord {
        requireNonNull(message, "message");
    }
}
