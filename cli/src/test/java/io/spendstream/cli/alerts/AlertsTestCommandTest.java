package io.spendstream.cli.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code alerts test} on a receiver that is really there. */
class AlertsTestCommandTest {
    @TempDir
    private Path folder;

    private CommandRun test(HookServer receiver, String channel, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("channels.yaml"), """
                channels:
                  - {name: slack, type: slack, url: "%s", teams: [nobody]}
                  - {name: named, type: slack, url: "%s"}
                  - {name: log, type: log}
                """.formatted(
                        receiver.url(), receiver.url().replace("127.0.0.1", "localhost")));
        var all = new String[more.length + 6];
        System.arraycopy(
                new String[] {"alerts", "test", "--channels", file.toString(), "--channel", channel}, 0, all, 0, 6);
        System.arraycopy(more, 0, all, 6, more.length);
        return CommandRun.of(all);
    }

    @Test
    void sendsAnAlertThatSaysItIsATestWhateverTheRouteAndShowsTheAnswer() throws IOException {
        try (HookServer receiver = HookServer.answering(200, "ok\nthanks")) {
            CommandRun run = test(receiver, "slack", "--allow", "127.0.0.0/8");

            assertThat(run.exitCode()).as(run.toString()).isZero();
            assertThat(run.out().lines())
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .startsWith("slack -> http://127.0.0.1:")
                                    .contains("/…: TEST ALERT, nothing is wrong: test budget exceeded: $1.01 of $1.00"),
                            line -> assertThat(line).isEqualTo("answered 200 ok thanks"));
            assertThat(receiver.bodies())
                    .singleElement()
                    .asString()
                    .contains("*WARNING* TEST ALERT, nothing is wrong", "budget spendstream-test");
        }
    }

    @Test
    void resolvesItToo() throws IOException {
        try (HookServer receiver = HookServer.answering(200, "ok")) {
            CommandRun run = test(receiver, "slack", "--allow", "127.0.0.1", "--severity", "critical", "--resolve");

            assertThat(run.exitCode()).isZero();
            assertThat(receiver.bodies())
                    .satisfiesExactly(
                            first -> assertThat(first).contains("*CRITICAL* TEST ALERT"),
                            second -> assertThat(second).contains("*RESOLVED* TEST ALERT"));
        }
    }

    @Test
    void endsWithOneIfTheReceiverDidNotTakeIt() throws IOException {
        try (HookServer receiver = HookServer.answering(403, "invalid_token")) {
            CommandRun run = test(receiver, "slack", "--allow", "127.0.0.1", "--resolve");

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).endsWith("answered 403 invalid_token" + System.lineSeparator());
            assertThat(receiver.bodies())
                    .as("what did not begin is not resolved")
                    .hasSize(1);
        }
    }

    @Test
    void reachesNoPrivateAddressUnlessItIsAllowed() throws IOException {
        try (HookServer receiver = HookServer.answering(200, "ok")) {
            CommandRun byAddress = test(receiver, "slack");
            CommandRun byName = test(receiver, "named", "--allow", "127.0.0.2");

            assertThat(byAddress.exitCode()).isEqualTo(2);
            assertThat(byAddress.err())
                    .contains("channels.yaml:2: channels[0].url: 127.0.0.1 is a private or special address");
            assertThat(byName.exitCode()).isEqualTo(2);
            assertThat(receiver.bodies()).isEmpty();
        }
    }

    @Test
    void aNameThatLeadsToAPrivateAddressIsRefusedWhenItIsConnectedTo() throws IOException {
        Path file = Files.writeString(
                folder.resolve("named.yaml"), "channels: [{name: a, type: slack, url: \"http://localhost:1/x\"}]\n");

        CommandRun run = CommandRun.of("alerts", "test", "--channels", file.toString(), "--channel", "a");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("no answer: localhost is ", "a private or special address");
    }

    @Test
    void saysWhichChannelsThereAre() throws IOException {
        try (HookServer receiver = HookServer.answering(200, "ok")) {
            CommandRun run = test(receiver, "slak", "--allow", "127.0.0.1");

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("--channel must be one of slack, named, log: slak");
        }
    }

    @Test
    void theLogIsAChannelToo() throws IOException {
        try (HookServer receiver = HookServer.answering(200, "ok")) {
            CommandRun run = test(receiver, "log", "--allow", "127.0.0.1");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("log -> the log: TEST ALERT", "answered 200 logged");
        }
    }
}
