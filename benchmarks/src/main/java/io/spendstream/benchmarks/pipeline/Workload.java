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

/**
 * Usage as a fleet of agents sends it: 20 teams with 2,000 agents, 40 task types and 12 models, and 50,000 sessions that
 * all call in turn. A session is one run of one agent at one kind of task; an agent is a program that does two kinds of
 * task and calls two models, a large one and a small one. So there are 8,000 different (agent, task type, model).
 */
final class Workload {
    private static final int TEAMS = 20;
    private static final int AGENTS = 2_000;
    private static final int TASK_TYPES = 40;
    private static final int SESSIONS = 50_000;
    private static final int PROJECTS = 3; // kinds of agents in a team
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

    private static int taskType(int team, int project, int which) {
        return (2 * (team + project) + which) % TASK_TYPES;
    }

    /** Returns an event like no other, that happened at {@code time}. */
    UsageEvent next(Instant time) {
        int session = random.nextInt(SESSIONS);
        int agent = session % AGENTS;
        int team = agent % TEAMS;
        int run = session / AGENTS;
        Attribution attribution = Attribution.builder("session-" + session)
                .team("team-" + team)
                .agent("agent-" + agent)
                .taskType("task-" + taskType(team, agent / TEAMS % PROJECTS, run % 2))
                .environment("production")
                .build();
        UsageCounts usage = UsageCounts.builder()
                .set(UsageClass.INPUT, random.nextInt(TOKENS_MAX))
                .set(UsageClass.CACHE_READ, random.nextInt(TOKENS_MAX))
                .set(UsageClass.OUTPUT, random.nextInt(TOKENS_MAX / 10))
                .build();
        ModelCall call = CALLS.get((2 * team + random.nextInt(2)) % CALLS.size());
        return UsageEvent.of(ids.mint(), time, attribution, call, usage);
    }
}
