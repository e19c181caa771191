package io.spendstream.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.cli.CommandRun;
import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.instance.SharedInstance;
import io.spendstream.contract.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Doctor beside an installation that runs, with one thing wrong at a time. */
class DoctorIT {
    private static final String NOBODY = "127.0.0.1:1";

    @TempDir
    private Path folder;

    private final Connection connection = SharedInstance.connection();

    @Test
    void saysTheFixWhenPostgresqlIsStopped() throws IOException {
        CommandRun run = doctor(
                connection.bootstrapServers(),
                "jdbc:postgresql://" + NOBODY + "/spendstream",
                connection.jdbcPassword());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("FIX   PostgreSQL         jdbc:postgresql://127.0.0.1:1/spendstream does not answer: ")
                .contains("→ start PostgreSQL and a sink, or correct --jdbc-url, --jdbc-user and the password")
                .contains("ok    broker", "ok    topics", "ok    lag");
        assertThat(run.err()).doesNotContain("\tat ");
    }

    @Test
    void saysTheFixWhenThePasswordIsWrong() throws IOException {
        CommandRun run = doctor(connection.bootstrapServers(), connection.jdbcUrl(), "wrong");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("FIX   PostgreSQL", "password").doesNotContain(connection.jdbcPassword());
    }

    @Test
    void saysTheFixWhenTheAddressIsNotOneOfPostgresql() throws IOException {
        CommandRun run = doctor(connection.bootstrapServers(), "jdbc:oracle:thin:@db", connection.jdbcPassword());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("FIX   PostgreSQL", "correct --jdbc-url");
    }

    @Test
    void saysTheFixWhenTheBrokerIsStopped() throws IOException {
        CommandRun run = doctor(NOBODY, connection.jdbcUrl(), connection.jdbcPassword());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("FIX   broker             127.0.0.1:1 does not answer: ")
                .contains("→ start Kafka, or correct --bootstrap-servers")
                .contains("ok    PostgreSQL", "ok    agreement");
    }

    @Test
    void saysTheFixWhenMetricsAreNotServed() throws IOException {
        CommandRun run = CommandRun.of(
                "doctor",
                "--bootstrap-servers",
                connection.bootstrapServers(),
                "--jdbc-url",
                connection.jdbcUrl(),
                "--jdbc-user",
                connection.jdbcUser(),
                "--jdbc-password-file",
                password(connection.jdbcPassword()),
                "--metrics-url",
                "http://" + NOBODY + "/metrics");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("FIX   lag                http://127.0.0.1:1/metrics does not answer");
    }

    @Test
    void isOkWhereAllIsWell() {
        CommandRun run = SharedInstance.run("doctor");

        assertThat(run.out())
                .contains("ok    program", "ok    Java", "ok    price book", "ok    configuration", "ok    broker")
                .contains(
                        "ok    topics             all %d there, stamped with append time"
                                .formatted(Topic.all().size()),
                        "ok    transactions       none is left open",
                        "ok    prices in force")
                .contains("ok    PostgreSQL")
                .contains(
                        "ok    clock", "ok    ledger", "ok    rejected rows      none", "ok    agreement", "ok    lag");
        // other tests send calls of models without a price, and doctor names them
        boolean hasUnpriced = run.out().contains("FIX   unpriced models");
        assertThat(run.exitCode()).isEqualTo(hasUnpriced ? 1 : 0);
    }

    private CommandRun doctor(String bootstrapServers, String jdbcUrl, String password) throws IOException {
        return CommandRun.of(
                "doctor",
                "--bootstrap-servers",
                bootstrapServers,
                "--jdbc-url",
                jdbcUrl,
                "--jdbc-user",
                connection.jdbcUser(),
                "--jdbc-password-file",
                password(password),
                "--metrics-url",
                connection.metricsUrl().orElseThrow());
    }

    private String password(String password) throws IOException {
        return Files.writeString(folder.resolve("password"), password + "\n").toString();
    }
}
