package io.spendstream.producer.reading;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.EventId;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageStatus;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a response says a call consumed. Two readings are equal if they say the same, whichever calls they are of.
 *
 * @param status how much of the truth this is
 * @param responseId the provider's id of the response, if it has one
 * @param callId what identifies the call if the response has no id; every reading of one stream has the same one
 * @param lines what each model consumed; the first is the main one and is always there
 * @param providerCost what the provider says the call cost, in US dollars, digit for digit
 * @param flags what is noteworthy about the reading
 */
public record ReadUsage(
        ReadStatus status,
        @Nullable String responseId,
        String callId,
        List<UsageLine> lines,
        @Nullable BigDecimal providerCost,
        Set<ReadFlag> flags) {
    /** Stands for the model where neither the response nor the caller says which one it was. */
    public static final String UNKNOWN_MODEL = "unknown";

    /** Since when Anthropic does not bill a request that it refuses before any output. */
    static final Instant REFUSALS_FREE_SINCE = Instant.parse("2026-06-02T00:00:00Z");

    private static final int EVENT_COST_DECIMALS_MAX = 20;
    private static final BigDecimal EVENT_COST_MAX = new BigDecimal("1e9");

    public ReadUsage {
        requireNonNull(status, "status");
        requireNonNull(callId, "callId");
        lines = List.copyOf(lines);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("lines must have at least the main one");
        }
        flags = flags.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(flags));
    }

    /** Returns the main line. */
    public UsageLine main() {
        return lines.get(0);
    }

    /** Returns whether the reading is marked with {@code flag}. */
    public boolean has(ReadFlag flag) {
        return flags.contains(flag);
    }

    /**
     * Returns this usage as served in {@code serviceTier}, for what only the caller knows: the answers in a batch look
     * like any other.
     */
    public ReadUsage servedAs(String serviceTier) {
        var served = new ArrayList<UsageLine>(lines.size());
        for (UsageLine line : lines) {
            ModelCall call = line.call();
            served.add(new UsageLine(
                    new ModelCall(call.provider(), call.model(), call.requestModel(), call.api(), serviceTier),
                    line.usage()));
        }
        return new ReadUsage(status, responseId, callId, served, providerCost, flags);
    }

    /**
     * Returns the events that record this usage, one a line. Their identity is the provider's response id; without one
     * it is {@link #callId}, so that what is recorded of one stream, or twice of one reading, is one call. Each carries
     * the flags of the reading. A call that is not billed has no events.
     */
    public List<UsageEvent> toEvents(Instant timestamp, Attribution attribution) {
        if (status == ReadStatus.NOT_BILLABLE || isFreeRefusal(timestamp)) {
            return List.of();
        }
        String eventId =
                responseId == null ? callId : EventId.ofResponse(main().call().provider(), responseId);
        var events = new ArrayList<UsageEvent>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            UsageLine line = lines.get(i);
            events.add(new UsageEvent(
                    i == 0 ? eventId : EventId.ofFurtherLine(eventId, i),
                    timestamp,
                    has(ReadFlag.US_INFERENCE) ? withRegion(attribution) : attribution,
                    line.call(),
                    line.usage(),
                    line.usage().isEmpty() ? UsageStatus.MISSING : status.usageStatus(),
                    i == 0 ? eventCost() : null,
                    null,
                    null,
                    eventFlags()));
        }
        return events;
    }

    private Set<String> eventFlags() {
        var names = new TreeSet<String>();
        flags.forEach(flag -> names.add(flag.wireName()));
        return names;
    }

    private boolean isFreeRefusal(Instant timestamp) {
        return has(ReadFlag.REFUSED) && !timestamp.isBefore(REFUSALS_FREE_SINCE);
    }

    /** Returns the cost as an event can carry it: binary noise beyond twenty decimals is rounded away. */
    private @Nullable BigDecimal eventCost() {
        if (providerCost == null || providerCost.signum() < 0 || providerCost.compareTo(EVENT_COST_MAX) > 0) {
            return null;
        }
        return providerCost.scale() > EVENT_COST_DECIMALS_MAX
                ? providerCost.setScale(EVENT_COST_DECIMALS_MAX, RoundingMode.HALF_UP)
                : providerCost;
    }

    // The id of the call is left out: it is minted, so two readings of the same bytes would never be equal.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ReadUsage that
                && status == that.status
                && Objects.equals(responseId, that.responseId)
                && lines.equals(that.lines)
                && Objects.equals(providerCost, that.providerCost)
                && flags.equals(that.flags);
    }

    @Override
    public int hashCode() {
        return Objects.hash(status, responseId, lines, providerCost, flags);
    }

    private static Attribution withRegion(Attribution attribution) {
        if (attribution.tags().size() == Attribution.TAGS_MAX
                || attribution.tags().containsKey("inference_geo")) {
            return attribution;
        }
        var tags = new TreeMap<>(attribution.tags());
        tags.put("inference_geo", "us");
        return new Attribution(
                attribution.sessionId(),
                attribution.taskType(),
                attribution.team(),
                attribution.agent(),
                attribution.project(),
                attribution.user(),
                attribution.environment(),
                attribution.parentSessionId(),
                tags);
    }
}
