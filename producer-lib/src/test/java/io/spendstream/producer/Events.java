package io.spendstream.producer;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import java.time.Instant;

/** Usage events to test with. */
final class Events {
    static final Instant TIME = Instant.parse("2026-11-21T20:43:27.512Z");
    static final Attribution ATTRIBUTION = Attribution.builder("session-1")
            .taskType("code_review")
            .team("platform")
            .agent("reviewer")
            .build();
    static final ModelCall CALL = ModelCall.of("openai", "gpt-5.4");
    static final UsageCounts USAGE = UsageCounts.of(1200, 340);

    private Events() {}

    static UsageEvent event(String id) {
        return UsageEvent.of(id, TIME, ATTRIBUTION, CALL, USAGE);
    }
}
