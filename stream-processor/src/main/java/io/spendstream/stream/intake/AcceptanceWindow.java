package io.spendstream.stream.intake;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.RejectedException;
import io.spendstream.contract.RejectionReason;
import java.time.Duration;
import java.time.Instant;

/**
 * How far the time an event claims may be from the time the broker took it. The window is what lets a finite memory of
 * seen events be exact: a copy of an event is either recent enough to be remembered, or too late to be counted.
 *
 * @param past how long ago an event may have happened
 * @param ahead how far the caller's clock may run ahead of the broker's
 */
public record AcceptanceWindow(Duration past, Duration ahead) {
    /** How long ago an event may have happened unless configured otherwise: three days of lost network. */
    public static final Duration DEFAULT_PAST = Duration.ofDays(3);

    /** How far clocks may differ. */
    public static final Duration DEFAULT_AHEAD = Duration.ofMinutes(5);

    /** The default window. */
    public static final AcceptanceWindow DEFAULT = new AcceptanceWindow(DEFAULT_PAST, DEFAULT_AHEAD);

    public AcceptanceWindow {
        requireNonNull(past, "past");
        requireNonNull(ahead, "ahead");
        if (past.isNegative() || past.isZero()) {
            throw new IllegalArgumentException("the acceptance window must be longer than zero: " + past);
        }
        if (ahead.isNegative()) {
            throw new IllegalArgumentException("the clock difference accepted must not be negative: " + ahead);
        }
    }

    /**
     * Checks the time an event claims.
     *
     * @param timestamp when the event says it happened
     * @param arrivedAt when the broker took it
     * @param latestArrival the latest arrival in its partition so far, at or after {@code arrivedAt}; a record that is
     *     read again long after is held against this one, for its first reading may be forgotten by now
     * @throws RejectedException if the event is too late or in the future
     */
    public void check(Instant timestamp, Instant arrivedAt, Instant latestArrival) {
        if (timestamp.isBefore(latestArrival.minus(past))) {
            throw new RejectedException(
                    RejectionReason.TOO_LATE,
                    "timestamp must be at most %s before its arrival: %s, arrived %s"
                            .formatted(past, timestamp, latestArrival));
        }
        if (timestamp.isAfter(arrivedAt.plus(ahead))) {
            throw new RejectedException(
                    RejectionReason.IN_THE_FUTURE,
                    "timestamp must be at most %s after its arrival: %s, arrived %s"
                            .formatted(ahead, timestamp, arrivedAt));
        }
    }

    /**
     * Checks the time a record arrived, for records whose first reading may be forgotten.
     *
     * @param arrivedAt when the broker took it
     * @param latestArrival the latest arrival in its partition so far
     * @throws RejectedException if it is read again, too long after
     */
    public void checkArrival(Instant arrivedAt, Instant latestArrival) {
        if (arrivedAt.isBefore(latestArrival.minus(past))) {
            throw new RejectedException(
                    RejectionReason.TOO_LATE,
                    "a record must be read at most %s after its arrival: %s, read %s"
                            .formatted(past, arrivedAt, latestArrival));
        }
    }
}
