package io.spendstream.cli.budgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.cli.CommandRun;
import io.spendstream.cli.instance.SharedInstance;
import io.spendstream.contract.EventId;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Budgets against a whole instance: defined, changed, seen, reported from the ledger, deleted. */
class BudgetsIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    @Test
    void aBudgetIsAppliedShownChangedReportedAndDeleted() throws Exception {
        apply("created", "id: it-budget", "limit_usd: 10", "scope: {team: budgets-it}", "each: [session]");
        for (int call = 0; call < 4; call++) {
            track("it-session-" + call % 2, "gpt-4o", 1_000_000);
        }
        await().atMost(LONG).untilAsserted(() -> {
            JsonNode states = show();
            assertThat(states).hasSize(3); // two sessions and all others
            assertThat(new BigDecimal(states.get(0).path("spent").asText())).isEqualByComparingTo("5");
        });

        await().atMost(LONG).untilAsserted(() -> {
            CommandRun one = SharedInstance.run("budgets", "report", "it-budget", "--limit", "1", "--json");
            assertThat(JSON.readTree(one.out())).hasSize(1);
            assertThat(one.err()).endsWith("and 1 more of it-budget, older or smaller; --limit shows them\n");
        });

        // in force while it runs, and from what was spent already
        apply("changed", "id: it-budget", "limit_usd: 5", "scope: {team: budgets-it}");
        await().atMost(LONG).untilAsserted(() -> {
            JsonNode states = show();
            assertThat(states).hasSize(1);
            assertThat(new BigDecimal(states.get(0).path("spent").asText())).isEqualByComparingTo("10");
            assertThat(new BigDecimal(states.get(0).path("ratio").asText())).isEqualByComparingTo("2");
        });
        apply("unchanged", "id: it-budget", "limit_usd: 5", "scope: {team: budgets-it}");
        assertThat(SharedInstance.run("budgets", "list").out()).contains("it-budget", "team=budgets-it", "200%");

        await().atMost(LONG).untilAsserted(() -> {
            CommandRun report = SharedInstance.run("budgets", "report", "it-budget", "--since", "1d", "--json");
            assertThat(report.exitCode()).as(report.toString()).isZero();
            BigDecimal spent = BigDecimal.ZERO;
            for (JsonNode line : JSON.readTree(report.out())) {
                spent = spent.add(new BigDecimal(line.path("spent").asText()));
            }
            assertThat(spent).isEqualByComparingTo("10");
        });
        assertThat(SharedInstance.run("budgets", "report").out()).contains("it-budget");

        assertThat(SharedInstance.run("budgets", "delete", "it-budget").exitCode())
                .isZero();
        await().atMost(LONG).untilAsserted(() -> {
            CommandRun run = SharedInstance.run("budgets", "show", "it-budget");
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("there is no budget it-budget");
        });
    }

    private void apply(String says, String... fields) throws IOException {
        Path file = directory.resolve("budgets.yaml");
        Files.writeString(file, "budgets:\n  - " + String.join("\n    ", fields) + "\n");
        CommandRun run = SharedInstance.run("budgets", "apply", file.toString());
        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.out()).contains("it-budget " + says);
    }

    private static void track(String session, String model, long inputTokens) {
        String line = """
                {"schema_version":1,"event_id":"%s","session_id":"%s","team":"budgets-it","provider":"openai","model":"%s","timestamp":"%s","usage":{"input":%d}}
                """.formatted(EventId.system().mint(), session, model, Instant.now(), inputTokens);
        CommandRun run = SharedInstance.track(line.getBytes(StandardCharsets.UTF_8));
        assertThat(run.exitCode()).as(run.toString()).isZero();
    }

    private static JsonNode show() throws IOException {
        CommandRun run = SharedInstance.run("budgets", "show", "it-budget", "--json");
        assertThat(run.exitCode()).as(run.toString()).isZero();
        return JSON.readTree(run.out());
    }
}
