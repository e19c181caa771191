package io.spendstream.benchmarks.pipeline;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.EventId;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.UsageClass;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** Usage as a fleet of agents would send it: 20 teams, 2,000 agents, 40 task types, 50,000 sessions, 12 models. */
final class Workload {
    private static final int TEAMS = 20;
    private static final int AGENTS = 2_000;
    private static final int TASK_TYPES = 40;
    private static final int SESSIONS = 50_000;
    private static final int TOKENS_MAX = 20_000;
    private static final long SEED = 20_261_121;

    private static final List<ModelCall> CALLS = List.of(
            call("openai", "gpt-4o"),
            call("openai", "gpt-4o-mini"),
            call("openai", "gpt-4.1"),
            call("openai", "gpt-4.1-mini"),
            call("openai", "o3"),
            call("anthropic", "claude-sonnet-4-5-20250929"),
            call("anthropic", "claude-haiku-4-5-20251001"),
            call("anthropic", "claude-opus-4-1-20250805"),
            call("google", "gemini-2.5-pro"),
            call("google", "gemini-2.5-flash"),
            call("mistral", "mistral-large-latest"),
            call("deepseek", "deepseek-chat"));

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final EventId ids = EventId.system();

    private static ModelCall call(String provider, String model) {
        return new ModelCall(provider, model, null, "chat", null);
    }

    /** Returns an event like no other, that happened at {@code time}. */
    UsageEvent next(Instant time) {
        int agent = random.nextInt(AGENTS);
        Attribution attribution = Attribution.builder("session-" + random.nextInt(SESSIONS))
                .team("team-" + agent % TEAMS)
                .agent("agent-" + agent)
                .taskType("task-" + random.nextInt(TASK_TYPES))
                .environment("production")
                .build();
        UsageCounts usage = UsageCounts.builder()
                .set(UsageClass.INPUT, random.nextInt(TOKENS_MAX))
                .set(UsageClass.CACHE_READ, random.nextInt(TOKENS_MAX))
                .set(UsageClass.OUTPUT, random.nextInt(TOKENS_MAX / 10))
                .build();
        return UsageEvent.of(ids.mint(), time, attribution, CALLS.get(random.nextInt(CALLS.size())), usage);
    }
}
