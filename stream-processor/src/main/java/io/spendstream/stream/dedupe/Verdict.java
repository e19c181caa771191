package io.spendstream.stream.dedupe;

import io.spendstream.contract.RejectedException;
import io.spendstream.contract.RejectionReason;
import io.spendstream.contract.UsageEvent;
import org.jspecify.annotations.Nullable;

/** What an event is, given what is remembered of its id. */
public enum Verdict {
    /** Nothing is remembered: the event counts. */
    FIRST,
    /** The event is surer than what was counted: the difference counts. */
    SUPERSEDES,
    /** The event was counted already, or a surer one was. */
    DUPLICATE;

    /**
     * Returns what {@code event} is. A pure function.
     *
     * @param seen what is remembered of the event's id; null if nothing is
     * @throws RejectedException if an event with the same id and status and other counts was counted
     */
    public static Verdict on(UsageEvent event, @Nullable SeenEvent seen) {
        if (seen == null) {
            return FIRST;
        }
        if (event.usageStatus().supersedes(seen.status())) {
            return SUPERSEDES;
        }
        if (seen.status().supersedes(event.usageStatus())) {
            return DUPLICATE;
        }
        if (!event.usage().equals(seen.counts())) {
            throw new RejectedException(
                    RejectionReason.CONFLICT,
                    "an event with this event_id was counted with other usage: %s, now %s"
                            .formatted(seen.counts(), event.usage()));
        }
        return DUPLICATE;
    }
}
