package io.spendstream.sink.write;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code token_usage_rejected}: a ledger record that could not become a row when it came.
 *
 * @param record the record and why
 * @param rejectedAt when that was
 * @param readmitted what became of it since; null if nothing did
 */
public record SetAsideRecord(
        RejectedRecord record, Instant rejectedAt, @Nullable Readmitted readmitted) {
    /**
     * That somebody had it written after all.
     *
     * @param at when
     * @param operator who ordered it
     */
    public record Readmitted(Instant at, String operator) {
        public Readmitted {
            requireNonNull(at, "at");
            requireNonNull(operator, "operator");
        }
    }

    public SetAsideRecord {
        requireNonNull(record, "record");
        requireNonNull(rejectedAt, "rejectedAt");
    }

    /** Returns what became of it, or empty if nothing did. */
    public Optional<Readmitted> outcome() {
        return Optional.ofNullable(readmitted);
    }
}
