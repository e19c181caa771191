package io.spendstream.console;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageStatus;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call for tests: of 1000 input and 200 output tokens, by an agent of a team.
 *
 * @param id the event's id
 * @param team who pays
 * @param agent who called
 * @param session in which session
 * @param model which model
 */
record Calls(String id, String team, String agent, String session, String model) {
    static Calls of(String id, String team) {
        return new Calls(id, team, team + "-agent", team + "-session", "gpt-4o");
    }

    /** Returns the ledger line of this call at {@code time}; a {@code cost} of null is not known. */
    LedgerLine at(String time, @Nullable String cost) {
        Instant timestamp = Instant.parse(time);
        var attribution = Attribution.builder(session)
                .team(team)
                .agent(agent)
                .taskType("support")
                .project("alpha")
                .build();
        Pricing pricing = cost == null
                ? new Pricing(PricingStatus.UNPRICED, null, null, null, null, "1")
                : new Pricing(PricingStatus.PRICED, Money.of(cost), model, model + "@1", "exact", "1");
        return new LedgerLine(
                id,
                0,
                null,
                null,
                timestamp,
                timestamp.plusMillis(40),
                attribution,
                ModelCall.of("openai", model),
                UsageCounts.of(1000, 200),
                UsageStatus.FINAL,
                pricing,
                cost == null ? 1 : 0,
                null,
                500L,
                "ok",
                Set.of());
    }
}
