package io.spendstream.console.page;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageStatus;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What nine agents of seven teams did in the last two months: more by day than by night, less at weekends. The same
 * for the same moment. One of the models has no price.
 */
final class DemoTeams {
    /** The team whose model has no price. */
    static final String UNPRICED_TEAM = "platform";

    private static final Duration HISTORY = Duration.ofDays(62);
    private static final Duration RECENT = Duration.ofDays(2); // as far back as the stream processor takes events
    private static final long UNITS_PER_MICRO_DOLLAR = Money.UNITS_PER_DOLLAR / 1_000_000;

    private static final List<Agent> AGENTS = List.of(
            new Agent("research", "deep-reader", "research", "anthropic", "claude-opus-4-5-20251101", 64_000, 5_200),
            new Agent("research", "planner", "plan", "openai", "gpt-5-2025-08-07", 41_000, 22_000),
            new Agent("support", "responder", "answer", "anthropic", "claude-sonnet-4-5-20250929", 58_000, 6_100),
            new Agent("support", "triage", "classify", "anthropic", "claude-haiku-4-5-20251001", 36_000, 2_000),
            new Agent("payments", "reconciler", "extract", "openai", "gpt-4o-2024-08-06", 52_000, 7_000),
            new Agent("search", "summariser", "summarise", "openai", "gpt-4o-mini-2024-07-18", 380_000, 48_000),
            new Agent("growth", "copywriter", "draft", "openai", "gpt-5-2025-08-07", 16_000, 11_000),
            new Agent("data", "sql-writer", "code", "anthropic", "claude-sonnet-4-5-20250929", 18_000, 3_000),
            new Agent(UNPRICED_TEAM, "experimenter", "evaluate", "openai", "gpt-unreleased-preview", 9_000, 2_000));

    private final Instant now;
    private final Random random = new Random(7);

    DemoTeams(Instant now) {
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
    }

    /** One agent and what a call of it takes, roughly. */
    private record Agent(
            String team, String agent, String taskType, String provider, String model, long prompt, long completion) {
        Attribution attribution(Instant time) {
            return Attribution.builder("%s-%d".formatted(agent, time.getEpochSecond() / 14_400))
                    .team(team)
                    .agent(agent)
                    .taskType(taskType)
                    .build();
        }
    }

    /** Returns lines of the time before {@link #recent}, priced by a rule of thumb; the newest are of last but one day. */
    List<LedgerLine> history() {
        List<LedgerLine> lines = new ArrayList<>();
        for (Instant time = now.minus(HISTORY);
                time.isBefore(now.minus(RECENT));
                time = time.plus(1, ChronoUnit.HOURS)) {
            for (Agent agent : AGENTS) {
                lines.add(line(agent, time));
            }
        }
        return lines;
    }

    private LedgerLine line(Agent agent, Instant time) {
        UsageCounts usage = usage(agent, time, 20);
        boolean isPriced = !agent.team().equals(UNPRICED_TEAM);
        Money cost = Money.ofUnits((usage.promptTokens() + usage.completionTokens() * 7) * UNITS_PER_MICRO_DOLLAR);
        Pricing pricing = isPriced
                ? new Pricing(PricingStatus.PRICED, cost, agent.model(), agent.model() + "@demo", "exact", "demo")
                : new Pricing(PricingStatus.UNPRICED, null, null, null, null, "demo");
        return new LedgerLine(
                id(agent, time),
                0,
                null,
                null,
                time,
                time.plusSeconds(1),
                agent.attribution(time),
                ModelCall.of(agent.provider(), agent.model()),
                usage,
                UsageStatus.FINAL,
                pricing,
                isPriced ? 0 : 1,
                null,
                null,
                null,
                Set.of());
    }

    /** Returns the events since, the last of them a moment ago. */
    List<UsageEvent> recent() {
        List<UsageEvent> events = new ArrayList<>();
        Instant quarter = now.minus(15, ChronoUnit.MINUTES);
        for (Instant time = now.minus(RECENT); time.isBefore(quarter); time = time.plus(5, ChronoUnit.MINUTES)) {
            add(events, time, 2);
        }
        for (Instant time = quarter; time.isBefore(now); time = time.plusSeconds(20)) {
            add(events, time, 0.13);
        }
        return events;
    }

    /** Returns a call of each agent, made at this moment. */
    List<UsageEvent> atThisMoment() {
        List<UsageEvent> events = new ArrayList<>();
        add(events, now, 0.13);
        return events;
    }

    private void add(List<UsageEvent> events, Instant time, double size) {
        for (Agent agent : AGENTS) {
            events.add(UsageEvent.of(
                    id(agent, time),
                    time.plusMillis(random.nextInt(1000)),
                    agent.attribution(time),
                    ModelCall.of(agent.provider(), agent.model()),
                    usage(agent, time, size)));
        }
    }

    private static String id(Agent agent, Instant time) {
        return "demo:%s-%d".formatted(agent.agent(), time.getEpochSecond());
    }

    private UsageCounts usage(Agent agent, Instant time, double size) {
        double times = size * busyness(time) * (0.7 + 0.6 * random.nextDouble());
        return UsageCounts.of(Math.round(agent.prompt() * times), Math.round(agent.completion() * times));
    }

    /** Returns how much is going on: most in the afternoon, a third of it by night, half of it at weekends. */
    private static double busyness(Instant time) {
        ZonedDateTime local = time.atZone(ZoneOffset.UTC);
        double hour = local.getHour() + local.getMinute() / 60.0;
        double ofDay = 0.68 - 0.32 * Math.cos((hour - 2.5) / 24 * 2 * Math.PI);
        DayOfWeek day = local.getDayOfWeek();
        return day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY ? ofDay * 0.55 : ofDay;
    }
}
