package io.spendstream.stream.budget;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.Tally;
import java.time.Instant;

/**
 * The tally of a cell, and what changed it last.
 *
 * @param tally the tally
 * @param changedAt when the broker took the record that changed it last
 * @param lastEventId the event that changed it last; empty if none did, as when the budget was defined
 */
record BudgetPartial(Tally tally, Instant changedAt, String lastEventId) {
    /** The tally of no lines. */
    static final BudgetPartial NONE = new BudgetPartial(Tally.ZERO, Instant.EPOCH, "");

    BudgetPartial {
        requireNonNull(tally, "tally");
        requireNonNull(changedAt, "changedAt");
        requireNonNull(lastEventId, "lastEventId");
    }

    BudgetPartial plus(Tally more, Instant time, String eventId) {
        return new BudgetPartial(tally.plus(more), time, eventId);
    }
}
