package io.spendstream.stream.dedupe;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageStatus;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of an event that was counted.
 *
 * @param status how sure its counts are
 * @param counts its counts
 * @param known what the ledger says of the event now, all entries added up: the first line's time, attribution and
 *     call, and the last entry's number; null once the counts are final, because nothing can supersede them
 */
public record SeenEvent(
        UsageStatus status, UsageCounts counts, @Nullable LedgerLine known) {
    public SeenEvent {
        requireNonNull(status, "status");
        requireNonNull(counts, "counts");
        if ((status == UsageStatus.FINAL) != (known == null)) {
            throw new IllegalArgumentException("a line is remembered for all but final events: " + status.wireName());
        }
    }

    /** Returns what to remember once {@code line} is what the ledger says of its event. */
    public static SeenEvent of(LedgerLine line) {
        boolean isFinal = line.usageStatus() == UsageStatus.FINAL;
        return new SeenEvent(line.usageStatus(), line.usage(), isFinal ? null : line);
    }
}
