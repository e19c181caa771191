package io.spendstream.stream.totals;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.Tally;
import java.time.Instant;

/**
 * A tally, and when the broker took the record that changed it last.
 *
 * @param tally the tally
 * @param changedAt when, to the millisecond
 */
public record TimedTally(Tally tally, Instant changedAt) {
    /** The tally of no lines, which nothing ever changed. */
    public static final TimedTally NONE = new TimedTally(Tally.ZERO, Instant.EPOCH);

    public TimedTally {
        requireNonNull(tally, "tally");
        requireNonNull(changedAt, "changedAt");
    }

    /** Returns the sum of this tally and {@code more}, changed at {@code time}. */
    public TimedTally plus(Tally more, Instant time) {
        return new TimedTally(tally.plus(more), time);
    }
}
