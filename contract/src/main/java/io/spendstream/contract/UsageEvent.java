package io.spendstream.contract;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an agent reports about one billable line of one model call. Its identity is {@code eventId}: copies that arrive
 * by other routes carry the same id and count once. No prompt or completion text is ever part of it.
 *
 * @param eventId identity of the line: the provider's response id prefixed by the provider ({@code openai:chatcmpl-…})
 *     where there is one, else a UUIDv7 minted once by the caller; {@code …#1} for further lines of the same call
 * @param timestamp when the call completed; truncated to microseconds
 * @param attribution who made the call and what for
 * @param call which model was called
 * @param usage what was consumed; empty only if {@code usageStatus} is {@link UsageStatus#MISSING}
 * @param usageStatus how sure the counts are
 * @param providerCost what the provider itself said the call cost, in US dollars, at most 10<sup>9</sup> with at most 20
 *     decimals; kept beside our cost, never instead
 * @param latencyMillis how long the call took, in milliseconds
 * @param status how the call ended, in the caller's words, for example {@code ok}
 * @param usageFlags what is noteworthy about how the counts were read, in name order, for example {@code
 *     total_mismatch}; at most 16 names of at most 64 characters of {@code a-z}, {@code 0-9} and {@code _}
 */
public record UsageEvent(
        String eventId,
        Instant timestamp,
        Attribution attribution,
        ModelCall call,
        UsageCounts usage,
        UsageStatus usageStatus,
        @Nullable BigDecimal providerCost,
        @Nullable Long latencyMillis,
        @Nullable String status,
        Set<String> usageFlags) {
    /** The version of the wire format this code reads and writes. */
    public static final int SCHEMA_VERSION = 1;

    /**
     * @throws RejectedException if a value is outside its range
     */
    public UsageEvent {
        EventText.require("event_id", eventId);
        timestamp = requireNonNull(timestamp, "timestamp").truncatedTo(ChronoUnit.MICROS);
        if (timestamp.isBefore(WireTime.MIN) || timestamp.isAfter(WireTime.MAX)) {
            throw new RejectedException(
                    RejectionReason.INVALID_VALUE, "timestamp must be in the years 0000 to 9999: " + timestamp);
        }
        requireNonNull(attribution, "attribution");
        requireNonNull(call, "call");
        requireNonNull(usage, "usage");
        requireNonNull(usageStatus, "usageStatus");
        if (usage.hasNegative()) {
            throw new RejectedException(RejectionReason.NEGATIVE_COUNT, "usage must not be negative: " + usage);
        }
        if (usage.isEmpty() && usageStatus != UsageStatus.MISSING) {
            throw new RejectedException(
                    RejectionReason.MISSING_FIELD, "usage is required unless usage_status is missing");
        }
        providerCost = providerCost == null ? null : ProviderCost.check(providerCost);
        if (latencyMillis != null && (latencyMillis < 0 || latencyMillis > UsageCounts.COUNT_MAX)) {
            throw new RejectedException(
                    RejectionReason.INVALID_VALUE,
                    "latency_ms must be in 0..%d: %d".formatted(UsageCounts.COUNT_MAX, latencyMillis));
        }
        EventText.check("status", status);
        usageFlags = UsageFlags.check(usageFlags);
    }

    /** Returns a final event without a provider's cost, latency, status or flags. */
    public static UsageEvent of(
            String eventId, Instant timestamp, Attribution attribution, ModelCall call, UsageCounts usage) {
        return new UsageEvent(
                eventId, timestamp, attribution, call, usage, UsageStatus.FINAL, null, null, null, Set.of());
    }
}
