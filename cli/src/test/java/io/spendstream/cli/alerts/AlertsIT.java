package io.spendstream.cli.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.cli.CommandRun;
import io.spendstream.cli.instance.Instance;
import io.spendstream.cli.instance.SharedInstance;
import io.spendstream.cli.process.Scrape;
import io.spendstream.cli.usage.EventText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a call that is too dear to the people who hear of it, in one all-in-one instance. */
class AlertsIT {
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    @Test
    void aCallThatExceedsTheBudgetIsToldOnceAndCanBeFollowed() throws Exception {
        try (HookServer receiver = HookServer.answering(204, "")) {
            Path channels = Files.writeString(folder.resolve("channels.yaml"), """
                    channels:
                      - name: hook
                        type: webhook
                        url: %s
                        secrets: [whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw]
                        severities: [critical]
                    """.formatted(receiver.url()));
            Path data = folder.resolve("data");
            try (Instance instance = SharedInstance.start(
                    data,
                    Map.of("budget.daily.limit.usd", "0.01"),
                    Map.of("channels.file", channels.toString(), "allowed.addresses", "127.0.0.1"))) {
                String dear = EventText.with(
                        "too-dear", "s-1", event -> event.putObject("usage").put("input", 1_000_000));
                CommandRun track = CommandRun.withInput(
                        EventText.input(List.of(dear)), "track", "--stdin", "--data", data.toString());
                assertThat(track.exitCode()).as(track.toString()).isZero();

                await().atMost(LONG).until(() -> !receiver.bodies().isEmpty());
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(Scrape.of(instance.metricsUrl())
                                        .sum(
                                                "ai_alert_deliveries_total",
                                                labels -> labels.contains("result=\"delivered\"")))
                                .isEqualTo(1));
                JsonNode told = new ObjectMapper().readTree(receiver.bodies().get(0));
                String message = told.path("data").path("message").asText();
                assertThat(message).startsWith("Daily budget exceeded: $0.15 of $0.01");

                CommandRun tail = tail(data);
                assertThat(tail.out()).contains("  critical  " + message);
                CommandRun json = tail(data, "--json");
                assertThat(json.out().lines())
                        .as("the record as it was told, byte for byte")
                        .contains(receiver.bodies().get(0));
                assertThat(receiver.bodies()).hasSize(1);
            }
        }
    }

    private static CommandRun tail(Path data, String... more) {
        var all = new String[more.length + 8];
        System.arraycopy(
                new String[] {"alerts", "tail", "--data", data.toString(), "--from", "beginning", "--for", "3s"},
                0,
                all,
                0,
                8);
        System.arraycopy(more, 0, all, 8, more.length);
        CommandRun run = CommandRun.of(all);
        assertThat(run.exitCode()).as(run.toString()).isZero();
        return run;
    }
}
