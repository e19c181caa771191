package io.spendstream.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spendstream.cli.CommandRun;
import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.instance.Instance;
import io.spendstream.cli.instance.Ledger;
import io.spendstream.cli.instance.ProgramProcess;
import io.spendstream.cli.instance.SharedInstance;
import io.spendstream.cli.usage.EventText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code up} as people run it: the shipped jar, in a process of its own, ended in every way there is. */
class UpIT {
    private static final String SESSION = "killed";
    private static final int EVENTS = 3_000;
    private static final int SIGTERM = 143;
    private static final Pattern SETTLED =
            Pattern.compile("(\\d+) events recorded, (\\d+) rows committed, none missing");

    @TempDir
    private Path folder;

    @Test
    void everythingAcknowledgedBeforeAKillIsInTheTableExactlyOnceAfterTheNextStart() throws Exception {
        String data = folder.resolve("data").toString();
        try (ProgramProcess first = up("--data", data).awaitSaid("is ready")) {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < EVENTS; i++) {
                lines.add(EventText.of("killed-" + i, SESSION));
            }
            CommandRun track = CommandRun.withInput(EventText.input(lines), "track", "--stdin", "--data", data);
            assertThat(track.exitCode()).as(track.toString()).isZero();

            first.kill();
        }

        assertThat(CommandRun.of("report", "--data", data).err()).contains("no instance runs on");
        try (ProgramProcess second = up("--data", data).awaitSaid("is ready")) {
            var ledger = new Ledger(Connection.find(Path.of(data)).orElseThrow());
            ledger.awaitCalls(SESSION, EVENTS);
            assertThat(ledger.number("SELECT count(*) FROM token_usage")).isEqualTo(EVENTS);
            assertThat(ledger.number("SELECT count(DISTINCT event_id) FROM token_usage WHERE event_id LIKE 'killed-%'"))
                    .isEqualTo(EVENTS);
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> CommandRun.of("doctor", "--data", data).exitCode() == 0);
            assertThat(second.terminate()).isEqualTo(SIGTERM);
        }
        assertThat(Connection.find(Path.of(data))).isEmpty();
    }

    @Test
    void losesNothingWhenItIsAskedToEndAndKeepsNothingIfThatWasAskedFor() throws Exception {
        try (ProgramProcess up = up("--ephemeral", "--demo", "--demo-rate", "200", "--for", "10m")
                .awaitSaid(" lag ")) {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> Pattern.compile("  [1-9][\\d,]* events")
                            .matcher(up.said())
                            .find());

            assertThat(up.terminate()).as(up.said()).isEqualTo(SIGTERM);

            Matcher settled = SETTLED.matcher(up.said());
            assertThat(settled.find()).as(up.said()).isTrue();
            assertThat(Long.parseLong(settled.group(1))).isPositive();
            assertThat(settled.group(2)).isEqualTo(settled.group(1));
            assertThat(up.said()).contains("stopping").doesNotContain("\tat ");
            assertThat(leftOver()).isEmpty();
        }
    }

    @Test
    void endsByItselfAfterItsTime() throws Exception {
        try (ProgramProcess up = up("--ephemeral", "--for", "1s")) {
            assertThat(up.awaitEnd()).as(up.said()).isZero();
            assertThat(up.said()).contains("is ready", "forgotten at the end", "stopping");
            assertThat(leftOver()).isEmpty();
        }
    }

    @Test
    void aPortItWasGivenThatIsTakenIsAnErrorOnOneLine() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ProgramProcess up = ProgramProcess.java(
                        folder, "up", "--ephemeral", "--postgres-port", String.valueOf(taken.getLocalPort()))) {
            assertThat(up.awaitEnd()).isEqualTo(1);
            assertThat(up.said())
                    .contains(
                            "spendstream up: port %d for PostgreSQL is taken; choose another with --postgres-port, or 0"
                                    .formatted(taken.getLocalPort()))
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void aSecondInstanceOnTheSameDataIsRefusedAndTheFirstNotDisturbed() throws Exception {
        try (Instance first = SharedInstance.start(folder.resolve("data"));
                ProgramProcess second = up("--data", folder.resolve("data").toString())) {
            assertThat(second.awaitEnd()).isEqualTo(1);
            assertThat(second.said()).contains("spendstream up: ", "data").doesNotContain("\tat ");
            assertThat(CommandRun.of("report", "--data", folder.resolve("data").toString())
                            .exitCode())
                    .isZero();
            assertThat(first.isReady()).isTrue();
        }
    }

    private ProgramProcess up(String... flags) throws IOException {
        List<String> all =
                new ArrayList<>(List.of("up", "--kafka-port", "0", "--postgres-port", "0", "--metrics-port", "0"));
        all.addAll(List.of(flags));
        return ProgramProcess.java(folder, all.toArray(String[]::new));
    }

    /** Returns the folders that throw-away instances left behind. */
    private List<Path> leftOver() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("tmp"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("spendstream-"))
                    .toList();
        }
    }
}
