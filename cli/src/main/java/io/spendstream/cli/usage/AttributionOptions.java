package io.spendstream.cli.usage;

import io.spendstream.contract.Attribution;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say who made a call and what for. */
final class AttributionOptions {
    @Option(names = "--session", paramLabel = "ID", description = "The conversation or run the call belongs to.")
    private @Nullable String session;

    @Option(names = "--task-type", paramLabel = "NAME", description = "What kind of work it was.")
    private @Nullable String taskType;

    @Option(names = "--team", paramLabel = "NAME", description = "Who pays.")
    private @Nullable String team;

    @Option(names = "--agent", paramLabel = "NAME", description = "Which agent made the call.")
    private @Nullable String agent;

    @Option(names = "--project", paramLabel = "NAME", description = "What it was made for.")
    private @Nullable String project;

    @Option(names = "--user", paramLabel = "NAME", description = "On whose behalf.")
    private @Nullable String user;

    @Option(names = "--environment", paramLabel = "NAME", description = "Where the agent runs.")
    private @Nullable String environment;

    @Option(names = "--tag", paramLabel = "KEY=VALUE", description = "A further label; repeatable.")
    private Map<String, String> tags = new TreeMap<>();

    Attribution toAttribution() {
        if (session == null) {
            throw new IllegalArgumentException("--session is required: it says which run the call belongs to");
        }
        // not the builder, which would repair what whoever types the flags can correct
        return new Attribution(session, taskType, team, agent, project, user, environment, null, tags);
    }
}
