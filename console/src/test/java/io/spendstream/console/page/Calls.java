package io.spendstream.console.page;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import java.time.Instant;
import java.util.UUID;

/** Single calls, made now. */
final class Calls {
    private Calls() {}

    /** Returns a call of a model that has a price; a million input tokens cost $2.50, output tokens four times that. */
    static UsageEvent priced(String team, String session, long input, long output) {
        return call(team, session, "gpt-4o-2024-08-06", UsageCounts.of(input, output));
    }

    /** Returns a call of a model that has no price. */
    static UsageEvent unpriced(String team, String session) {
        return call(team, session, "gpt-unreleased-preview", UsageCounts.of(1_000, 100));
    }

    private static UsageEvent call(String team, String session, String model, UsageCounts usage) {
        var attribution = Attribution.builder(session)
                .team(team)
                .agent("agent-of-" + session)
                .taskType("review")
                .build();
        String id = "page:" + UUID.randomUUID();
        return UsageEvent.of(id, Instant.now(), attribution, ModelCall.of("openai", model), usage);
    }
}
