package io.spendstream.stream.simulation;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.UsageClass;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One report of a call: the same call may be reported several times, by other routes or with surer counts.
 *
 * @param id the event's id
 * @param at when the call completed, as this report says
 * @param who on whose behalf it was
 * @param model the model that answered
 * @param tier the tier served; null for standard
 * @param status how sure the counts are
 * @param counts tokens by class
 */
record Copy(
        String id,
        Instant at,
        Who who,
        String model,
        @Nullable String tier,
        UsageStatus status,
        SortedMap<String, Long> counts) {
    static final String PROVIDER = "acme";

    /** On whose behalf a call was made. */
    record Who(
            String session,
            @Nullable String team,
            @Nullable String task,
            @Nullable String agent) {}

    UsageEvent event() {
        var usage = UsageCounts.builder();
        counts.forEach((name, count) -> usage.set(UsageClass.of(name).orElseThrow(), count));
        Attribution attribution = Attribution.builder(who.session())
                .team(who.team())
                .taskType(who.task())
                .agent(who.agent())
                .build();
        return new UsageEvent(
                id,
                at,
                attribution,
                new ModelCall(PROVIDER, model, null, null, tier),
                usage.build(),
                status,
                null,
                null,
                null,
                Set.of());
    }

    Copy at(Instant time) {
        return new Copy(id, time, who, model, tier, status, counts);
    }

    Copy with(UsageStatus other, Map<String, Long> otherCounts) {
        return new Copy(id, at, who, model, tier, other, new TreeMap<>(otherCounts));
    }

    Copy by(Who other) {
        return new Copy(id, at, other, model, tier, status, counts);
    }
}
