package io.spendstream.stream.topology;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageStatus;
import java.time.Instant;
import java.util.Set;

/** Events for tests. */
final class Events {
    private Events() {}

    static final Attribution SUPPORT = Attribution.builder("session-1")
            .taskType("support")
            .team("care")
            .agent("helper")
            .build();

    /** Returns a final event of 100 prompt and 10 completion tokens, which costs 0.0002 USD. */
    static UsageEvent event(String id, Instant timestamp) {
        return event(id, timestamp, UsageCounts.of(100, 10));
    }

    static UsageEvent event(String id, Instant timestamp, UsageCounts usage) {
        return event(id, timestamp, usage, UsageStatus.FINAL);
    }

    static UsageEvent event(String id, Instant timestamp, UsageCounts usage, UsageStatus status) {
        return event(id, timestamp, ModelCall.of("openai", "gpt-test"), usage, status);
    }

    static UsageEvent event(String id, Instant timestamp, ModelCall call, UsageCounts usage, UsageStatus status) {
        return new UsageEvent(id, timestamp, SUPPORT, call, usage, status, null, null, null, Set.of());
    }

    /** Returns an event whose usage is not known. */
    static UsageEvent missing(String id, Instant timestamp) {
        return event(id, timestamp, UsageCounts.none(), UsageStatus.MISSING);
    }

    /** Returns an event that costs {@code dollars} USD. */
    static UsageEvent costing(String id, Instant timestamp, long dollars) {
        return event(id, timestamp, UsageCounts.of(dollars * 1_000_000, 0));
    }
}
