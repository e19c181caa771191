package io.spendstream.cli.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.cli.CommandRun;
import io.spendstream.cli.instance.Ledger;
import io.spendstream.cli.instance.SharedInstance;
import io.spendstream.cli.usage.EventText;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Events of every kind a dashboard tells apart, sent through the shared instance. */
final class Traffic {
    /** A team no other test has. */
    final String team = "team-" + UUID.randomUUID();

    private final Ledger ledger = new Ledger(SharedInstance.connection());
    private int sent;

    /**
     * Sends calls of two priced models and one that has no price, an event twice, a final event that takes part of a
     * provisional one back, and an event that is refused; returns when they are in the table.
     */
    void send() {
        String session = "traffic-" + UUID.randomUUID();
        List<String> lines = new ArrayList<>();
        lines.add(event(session, "openai", "gpt-5", "summarise"));
        lines.add(lines.get(0));
        lines.add(event(session, "anthropic", "claude-sonnet-4-5", "review"));
        lines.add(event(session, "openai", "gpt-unreleased-preview", "review"));
        String provisional = session + "-provisional";
        lines.add(EventText.with(provisional, session, event -> {
            event.put("team", team).put("usage_status", "provisional");
            usage(event, "output", 500);
        }));
        lines.add(EventText.with(provisional, session, event -> event.put("team", team)));
        lines.add(EventText.with(session + "-old", session, event -> event.put("timestamp", "1970-01-01T00:00:00Z")));

        CommandRun run = SharedInstance.track(EventText.input(lines));

        assertThat(run.err()).as(run.toString()).doesNotContain("\tat ");
        ledger.awaitCalls(session, 4);
    }

    private String event(String session, String provider, String model, String taskType) {
        return EventText.with(session + "-" + sent++, session, event -> {
            event.put("team", team)
                    .put("provider", provider)
                    .put("model", model)
                    .put("task_type", taskType);
            event.put("agent", "agent-of-" + model).put("project", "traffic");
            usage(event, "cache_read", 300);
            usage(event, provider.equals("openai") ? "reasoning" : "cache_write_5m", 40);
        });
    }

    private static void usage(ObjectNode event, String usageClass, long count) {
        ((ObjectNode) event.path("usage")).put(usageClass, count);
    }
}
