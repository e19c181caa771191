package io.spendstream.cli.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spendstream.cli.CommandRun;
import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.process.Scrape;
import io.spendstream.cli.usage.EventText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An instance that is stopped and started again on the data it kept, in the same JVM. */
class RestartIT {
    private static final String SESSION = "restart";
    private static final int EVENTS = 40;

    @TempDir
    private Path data;

    private final Instant startedAt = Instant.now();

    @Test
    void continuesWhereItStoppedAndCountsNothingTwice() throws Exception {
        String portsBefore;
        try (Instance first = SharedInstance.start(data)) {
            portsBefore =
                    first.connection().bootstrapServers() + first.connection().jdbcUrl();
            track("a");
            awaitCalls(first, EVENTS);

            assertThatThrownBy(() -> SharedInstance.start(data)).hasStackTraceContaining(data.toString());
            assertThat(Connection.find(data)).as("the first is still found").contains(first.connection());
        }
        assertThat(Connection.find(data)).isEmpty();

        try (Instance second = SharedInstance.start(data)) {
            assertThat(second.connection().bootstrapServers()
                            + second.connection().jdbcUrl())
                    .isEqualTo(portsBefore);
            assertThat(requests(second)).as("counters after the restart").isEqualTo(EVENTS);
            track("a"); // again: copies
            track("b");
            awaitCalls(second, 2 * EVENTS);

            Ledger ledger = new Ledger(second.connection());
            assertThat(ledger.number("SELECT count(*) FROM token_usage")).isEqualTo(2 * EVENTS);
            assertThat(ledger.number("SELECT count(DISTINCT event_id) FROM token_usage"))
                    .isEqualTo(2 * EVENTS);
            await().atMost(Duration.ofMinutes(2)).until(() -> requests(second) == 2 * EVENTS);
            assertThat(Scrape.of(second.metricsUrl()).samples().stream()
                            .map(sample -> sample.name() + "{" + sample.labels() + "}"))
                    .as("no meter is registered twice")
                    .doesNotHaveDuplicates();
            assertThat(CommandRun.of("doctor", "--data", data.toString()).exitCode())
                    .isZero();
        }
    }

    private void track(String name) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            // the same event at the same time: what an agent that is not sure sends again
            lines.add(EventText.with(
                    "%s-%d".formatted(name, i), SESSION, event -> event.put("timestamp", startedAt.toString())));
        }
        CommandRun run = CommandRun.withInput(EventText.input(lines), "track", "--stdin", "--data", data.toString());
        assertThat(run.exitCode()).as(run.toString()).isZero();
    }

    private static void awaitCalls(Instance instance, long calls) {
        new Ledger(instance.connection()).awaitCalls(SESSION, calls);
    }

    private static double requests(Instance instance) throws IOException, InterruptedException {
        return Scrape.of(instance.metricsUrl()).sum("ai_requests_total");
    }
}
