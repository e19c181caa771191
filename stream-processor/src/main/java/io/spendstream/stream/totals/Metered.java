package io.spendstream.stream.totals;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.RejectionReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of one record, to be added to the totals.
 *
 * @param outcome what became of it; null for a line that no usage record caused
 * @param line the ledger line it caused; null if none
 * @param latestArrival the latest arrival in its partition so far
 */
public record Metered(@Nullable Outcome outcome, @Nullable LedgerLine line, Instant latestArrival) {
    public Metered {
        requireNonNull(latestArrival, "latestArrival");
    }

    /** Returns that {@code line} was written. */
    public static Metered counted(LedgerLine line, Instant latestArrival) {
        Outcome outcome = line.entry() == 0 ? Outcome.ACCEPTED : Outcome.CORRECTED;
        return new Metered(outcome, line, latestArrival);
    }

    /** Returns that {@code line} was written for another reason than a usage record. */
    public static Metered corrected(LedgerLine line, Instant latestArrival) {
        return new Metered(null, line, latestArrival);
    }

    /** Returns the outcome alone, of a line whose totals are forgotten: they would begin anew with it. */
    public Metered withoutLine() {
        return new Metered(outcome, null, latestArrival);
    }

    /** Returns that the record's event was counted already. */
    public static Metered duplicate(Instant latestArrival) {
        return new Metered(Outcome.DUPLICATE, null, latestArrival);
    }

    /** Returns that the record was refused for {@code reason}. */
    public static Metered rejected(RejectionReason reason, Instant latestArrival) {
        return new Metered(Outcome.rejected(reason), null, latestArrival);
    }
}
