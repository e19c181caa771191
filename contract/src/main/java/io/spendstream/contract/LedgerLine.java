package io.spendstream.contract;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One immutable line of the ledger: an event as it was priced (entry 0), or a correction to it (entry 1 and up), whose
 * counts and cost are the differences to what the earlier entries say. The sum over the entries of an event id is what
 * is known of that event now.
 *
 * @param eventId the event's id
 * @param entry 0 for the usage itself, 1 and up for corrections
 * @param reason why a correction was made, for example {@code superseded}; null for entry 0
 * @param operator who ordered a correction; null if nobody did, as for entry 0
 * @param timestamp when the call completed, the same for all entries of an event
 * @param recordedAt when the broker took the record that caused this line
 * @param attribution who made the call; dimensions that were not said are {@link Attribution#UNATTRIBUTED}
 * @param call which model was called
 * @param usage what was consumed, or the difference
 * @param usageStatus how sure the counts are
 * @param pricing the cost, or the difference, and how it was found
 * @param unpricedCalls how many more calls have an unknown cost through this line: 1 for an entry 0 without a cost, -1
 *     for the correction that brings the cost in
 * @param providerCost what the provider said, in US dollars
 * @param latencyMillis how long the call took, in milliseconds
 * @param status how the call ended
 * @param usageFlags what is noteworthy about how the counts were read, in name order
 */
public record LedgerLine(
        String eventId,
        int entry,
        @Nullable String reason,
        @Nullable String operator,
        Instant timestamp,
        Instant recordedAt,
        Attribution attribution,
        ModelCall call,
        UsageCounts usage,
        UsageStatus usageStatus,
        Pricing pricing,
        int unpricedCalls,
        @Nullable BigDecimal providerCost,
        @Nullable Long latencyMillis,
        @Nullable String status,
        Set<String> usageFlags) {
    /** The version of the wire format this code reads and writes. */
    public static final int SCHEMA_VERSION = 1;

    public LedgerLine {
        EventText.require("event_id", eventId);
        requireNonNull(timestamp, "timestamp");
        requireNonNull(recordedAt, "recordedAt");
        requireNonNull(attribution, "attribution");
        requireNonNull(call, "call");
        requireNonNull(usage, "usage");
        requireNonNull(usageStatus, "usageStatus");
        requireNonNull(pricing, "pricing");
        EventText.check("status", status);
        EventText.check("operator", operator);
        usageFlags = UsageFlags.check(usageFlags);
        if (entry < 0 || entry > Short.MAX_VALUE) {
            throw new IllegalArgumentException("entry must be in 0..32767: " + entry);
        }
        if ((entry == 0) != (reason == null)) {
            throw new IllegalArgumentException("corrections, and only they, have a reason: entry " + entry);
        }
        if (entry == 0 && operator != null) {
            throw new IllegalArgumentException("only a correction has an operator: " + operator);
        }
        if (Math.abs(unpricedCalls) > 1) {
            throw new IllegalArgumentException("unpricedCalls must be -1, 0 or 1: " + unpricedCalls);
        }
    }

    /** Returns entry 0 for {@code event} as priced by {@code pricing}. */
    public static LedgerLine of(UsageEvent event, Pricing pricing, Instant recordedAt) {
        return new LedgerLine(
                event.eventId(),
                0,
                null,
                null,
                event.timestamp(),
                recordedAt,
                event.attribution().orUnattributed(),
                event.call(),
                event.usage(),
                event.usageStatus(),
                pricing,
                pricing.cost() == null ? 1 : 0,
                event.providerCost(),
                event.latencyMillis(),
                event.status(),
                event.usageFlags());
    }

    /** Returns what this line adds to any sum it belongs to. */
    public Tally tally() {
        Money cost = pricing.cost();
        return new Tally(
                entry == 0 ? 1 : 0,
                usage.promptTokens(),
                usage.completionTokens(),
                cost == null ? Money.ZERO : cost,
                unpricedCalls);
    }
}
