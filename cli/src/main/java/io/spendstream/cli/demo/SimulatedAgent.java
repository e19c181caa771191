package io.spendstream.cli.demo;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One agent of the fleet and how it spends.
 *
 * @param team who pays
 * @param agent its name
 * @param taskType what it does
 * @param provider whom it calls
 * @param api through which interface
 * @param model which model
 * @param promptTokens how many input tokens a call has, roughly
 * @param completionTokens how many output tokens a call has, roughly
 * @param isStreaming whether it streams
 */
public record SimulatedAgent(
        String team,
        String agent,
        String taskType,
        String provider,
        String api,
        String model,
        int promptTokens,
        int completionTokens,
        boolean isStreaming) {
    public SimulatedAgent {
        requireNonNull(team, "team");
        requireNonNull(agent, "agent");
        requireNonNull(taskType, "taskType");
        requireNonNull(provider, "provider");
        requireNonNull(api, "api");
        requireNonNull(model, "model");
        if (promptTokens < 1 || completionTokens < 1) {
            throw new IllegalArgumentException("%s must use tokens".formatted(agent));
        }
    }

    /** Returns the fleet of the demo. The last model is in no price book, so that unpriced usage can be seen. */
    public static List<SimulatedAgent> fleet() {
        return List.of(
                openai("search", "summariser", "summarise", "gpt-4o-mini-2024-07-18", 2_400, 320, false),
                openai("search", "query-rewriter", "classify", "gpt-4.1-mini-2025-04-14", 600, 40, true),
                openai("payments", "reconciler", "extract", "gpt-4o-2024-08-06", 5_200, 700, false),
                openai("research", "planner", "plan", "gpt-5-2025-08-07", 3_100, 1_900, true),
                anthropic("support", "triage", "classify", "claude-haiku-4-5-20251001", 1_500, 90, true),
                anthropic("support", "responder", "answer", "claude-sonnet-4-5-20250929", 7_800, 650, true),
                anthropic("research", "deep-reader", "research", "claude-opus-4-5-20251101", 14_000, 1_200, false),
                openai("platform", "experimenter", "evaluate", "gpt-unreleased-preview", 900, 200, false));
    }

    private static SimulatedAgent openai(
            String team, String agent, String task, String model, int prompt, int completion, boolean isStreaming) {
        return new SimulatedAgent(team, agent, task, "openai", "chat", model, prompt, completion, isStreaming);
    }

    private static SimulatedAgent anthropic(
            String team, String agent, String task, String model, int prompt, int completion, boolean isStreaming) {
        return new SimulatedAgent(team, agent, task, "anthropic", "messages", model, prompt, completion, isStreaming);
    }
}
