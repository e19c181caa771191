package io.spendstream.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.cli.CommandRun;
import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.instance.Instance;
import io.spendstream.cli.instance.Ledger;
import io.spendstream.cli.instance.SharedInstance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check that cannot fail proves nothing: here it passes, then somebody changes a row. */
class VerifyIT {
    @TempDir
    private Path folder;

    @Test
    void failsWhenARowWasTamperedWithAndPassedBefore() throws IOException {
        Path data = folder.resolve("data");
        try (Instance instance = SharedInstance.start(data)) {
            var ledger = new Ledger(instance.connection());

            CommandRun before = run("verify", data);
            assertThat(before.exitCode()).as(before.toString()).isZero();
            assertThat(run("doctor", data).exitCode()).isZero();

            // as the owner of the table, who alone can lift what keeps it append-only
            ledger.execute("ALTER TABLE token_usage DISABLE TRIGGER token_usage_append_only");
            ledger.execute("UPDATE token_usage SET completion_tokens = completion_tokens + 1 WHERE (event_id, entry) ="
                    + " (SELECT event_id, entry FROM token_usage LIMIT 1)");

            CommandRun after = run("verify", data);
            assertThat(after.exitCode()).as(after.toString()).isEqualTo(1);
            assertThat(after.out())
                    .contains("FAIL  /metrics shows the same totals as the table")
                    .endsWith("FAIL" + System.lineSeparator());
            CommandRun doctor = run("doctor", data);
            assertThat(doctor.exitCode()).isEqualTo(1);
            assertThat(doctor.out()).contains("FIX   agreement", "report it with these numbers");
        }
    }

    @Test
    void failsAndSavesWhatItFoundWhenItCannotGoOn() throws IOException {
        Connection connection = SharedInstance.connection();
        Path password = Files.writeString(folder.resolve("password"), connection.jdbcPassword());

        CommandRun run = CommandRun.of(
                "verify",
                "--bootstrap-servers",
                connection.bootstrapServers(),
                "--jdbc-url",
                connection.jdbcUrl(),
                "--jdbc-user",
                connection.jdbcUser(),
                "--jdbc-password-file",
                password.toString(),
                "--metrics-url",
                "http://127.0.0.1:1/metrics",
                "--evidence",
                folder.resolve("evidence").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("PASS  each task has a row", "FAIL  ").endsWith("FAIL" + System.lineSeparator());
        assertThat(evidence())
                .singleElement()
                .satisfies(file -> assertThat(Files.readString(file)).contains("FAIL  "));
        assertThat(run.err()).doesNotContain("\tat ");
    }

    @Test
    void passesOnAThrowAwayInstanceAndSavesTheEvidence() throws IOException {
        CommandRun run = run("verify", folder.resolve("none"));

        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.err()).contains("no instance runs on", "starting a throw-away one");
        assertThat(run.out())
                .contains("PASS  5 agent tasks are recorded and acknowledged by Kafka")
                .contains("PASS  each task has a row with non-zero tokens")
                .containsPattern("PASS  the cost of \\S+, recomputed by hand, equals the row's")
                .contains("PASS  a lowered threshold trips the budget warning, once", "Daily budget exceeded: $")
                .contains("PASS  the stream's daily totals per task type equal the rows, to the last digit")
                .contains("PASS  the report's totals equal the raw rows, to the last digit")
                .contains("PASS  /metrics shows the same totals as the table")
                .contains("PASS  and nothing changed: the copies are counted as duplicates")
                .contains("PASS  accepted + corrected + duplicate + rejected = received")
                .contains("10 passed, 0 failed")
                .endsWith("PASS" + System.lineSeparator());
        assertThat(evidence())
                .singleElement()
                .satisfies(file -> assertThat(Files.readString(file))
                        .startsWith("# Verification at ")
                        .contains("$ spendstream verify", "10 passed, 0 failed"));
        assertThat(folder.resolve("none")).doesNotExist();
    }

    private CommandRun run(String command, Path data) {
        return command.equals("verify")
                ? CommandRun.of(
                        command,
                        "--data",
                        data.toString(),
                        "--evidence",
                        folder.resolve("evidence").toString())
                : CommandRun.of(command, "--data", data.toString());
    }

    private List<Path> evidence() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("evidence"))) {
            return files.toList();
        }
    }
}
