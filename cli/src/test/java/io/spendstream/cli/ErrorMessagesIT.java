package io.spendstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.instance.SharedInstance;
import io.spendstream.embedded.EmbeddedKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real database refuses, and a real broker does not have. */
class ErrorMessagesIT {
    private static final Duration BOUND = Duration.ofSeconds(40);

    @TempDir
    private Path folder;

    @Test
    void aWrongPasswordIsNamedWithItsUserAndTheFlags() throws Exception {
        Connection connection = SharedInstance.connection();

        assertRefused(connection.jdbcUrl(), connection.jdbcUser(), "password", "--jdbc-password-file");
    }

    @Test
    void aDatabaseThatDoesNotExistIsNamed() throws Exception {
        Connection connection = SharedInstance.connection();
        String url = connection.jdbcUrl().replaceFirst("/[^/?]*(\\?.*)?$", "/nowhere");

        assertRefused(url, connection.jdbcUser(), "nowhere", "create that database");
    }

    @Test
    void aDatabaseThatIsNotThereIsNamedWithItsAddress() throws Exception {
        assertRefused("jdbc:postgresql://127.0.0.1:1/x", "x", "127.0.0.1:1", "start PostgreSQL, or correct --jdbc-url");
    }

    @Test
    void aDatabaseWithoutTablesSaysWhoMakesThem() throws Exception {
        Connection connection = SharedInstance.connection();
        String url = connection.jdbcUrl().replaceFirst("/[^/?]*(\\?.*)?$", "/postgres");

        assertRefused(url, connection.jdbcUser(), "does not exist", "start a sink of this release");
    }

    private void assertRefused(String url, String user, String says, String step) throws Exception {
        // the last two need the password that is right, the first one that is not
        boolean isPasswordWrong = says.equals("password");
        Path password = Files.writeString(
                folder.resolve("password"),
                isPasswordWrong ? "wrong" : SharedInstance.connection().jdbcPassword());
        long started = System.nanoTime();

        CommandRun run = run("report", "--jdbc-url", url, "--jdbc-user", user, "--jdbc-password-file", password + "");

        assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
        assertThat(run.errors().get(run.errors().size() - 1))
                .startsWith("spendstream report: ")
                .contains(says, step)
                .doesNotContain("SELECT", "total=");
        assertThat(run.err()).doesNotContain("\tat ", "Exception");
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(BOUND);
    }

    @Test
    void aBrokerWithoutTheTopicsSaysWhoMakesThem() throws Exception {
        try (var kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            assertThat(admin.listTopics().names().get()).isEmpty();

            for (String command :
                    List.of("dead-letters list", "budgets list", "alerts tail", "prices apply --bundled")) {
                List<String> arguments = new ArrayList<>(List.of(command.split(" ", -1)));
                arguments.addAll(List.of("--bootstrap-servers", kafka.bootstrapServers()));

                CommandRun run = CommandRun.of(arguments.toArray(new String[0]));

                assertThat(run.exitCode()).isEqualTo(1);
                assertThat(run.err())
                        .contains("there is no topic spendstream.", kafka.bootstrapServers())
                        .contains("start a stream processor there, it creates the topics");
            }
        }
    }

    private static CommandRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--bootstrap-servers", SharedInstance.connection().bootstrapServers()));
        return CommandRun.of(all.toArray(new String[0]));
    }
}
