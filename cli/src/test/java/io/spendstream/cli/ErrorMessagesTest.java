package io.spendstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the world fails, the last words of the program are what to do next. */
class ErrorMessagesTest {
    private static final String NOBODY = "127.0.0.1:1";
    private static final String QUICKLY = " --kafka default.api.timeout.ms=1000 --kafka max.block.ms=1000";
    private static final Duration BOUND = Duration.ofSeconds(40);

    private static final String RESPONSE = """
            {"id": "chatcmpl-1", "object": "chat.completion", "model": "gpt-4o", "choices": [],
             "usage": {"prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8}}
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dead-letters list",
                "budgets list",
                "budgets show x",
                "budgets report --jdbc-url jdbc:postgresql://127.0.0.1:1/x --jdbc-user x",
                "prices list",
                "prices show gpt-4o --in-force",
                "prices apply --bundled",
                "alerts tail",
                "track --stdin"
            })
    void aBrokerThatIsNotThereIsNamedWithWhatToDo(String command) {
        CommandRun run = CommandRun.withInput(
                "{}\n".getBytes(StandardCharsets.UTF_8),
                (command + " --bootstrap-servers " + NOBODY + QUICKLY).split(" ", -1));

        assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
        assertThat(lastOf(run))
                .startsWith("spendstream "
                        + String.join(" ", List.of(command.split(" ", -1)).subList(0, 1)))
                .contains("Kafka at " + NOBODY)
                .contains("start Kafka", "correct --bootstrap-servers");
        assertThat(run.err()).doesNotContain("\tat ", "Exception", "WARN");
    }

    @Test
    void aBrokerThatIsNotThereIsWaitedForBriefly() {
        long started = System.nanoTime();

        CommandRun run = CommandRun.of("dead-letters", "list", "--bootstrap-servers", NOBODY);

        assertThat(lastOf(run)).contains("Kafka at " + NOBODY + " does not answer");
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(BOUND);
        assertThat(run.errors())
                .as("what is waited for is said meanwhile")
                .anyMatch(line -> line.startsWith("  reading spendstream.") && line.contains(NOBODY));
    }

    @Test
    void whatCannotBeSentIsKeptAndSaidWhere() throws IOException {
        Path response = Files.writeString(folder.resolve("response.json"), RESPONSE);
        String home = System.getProperty("user.home");
        System.setProperty("user.home", folder.toString());
        try {
            CommandRun run = CommandRun.of(("track --provider openai --api chat --session s --task-type t "
                            + "--bootstrap-servers " + NOBODY + " " + response)
                    .split(" ", -1));

            assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
            assertThat(lastOf(run))
                    .contains("Kafka at " + NOBODY + " did not acknowledge", "correct --bootstrap-servers")
                    .contains("is kept in " + folder);
        } finally {
            System.setProperty("user.home", home);
        }
    }

    @Test
    void aHostThatNobodyKnowsIsNamed() {
        CommandRun run = CommandRun.of("budgets", "list", "--bootstrap-servers", "nowhere.invalid:9092");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(lastOf(run)).contains("nowhere.invalid:9092").endsWith("correct --bootstrap-servers");
    }

    @Test
    void aDatabaseAddressOfAnotherKindIsRefusedWithAnExample() {
        CommandRun run = CommandRun.of(
                "report", "--bootstrap-servers", NOBODY, "--jdbc-user", "x", "--jdbc-url", "jdbc:mysql://db/x");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(lastOf(run))
                .endsWith("--jdbc-url must be like jdbc:postgresql://db:5432/spendstream: jdbc:mysql://db/x");
    }

    @Test
    void aFolderInPlaceOfAFileIsSaid() {
        CommandRun run = CommandRun.of("usage", "read", "--provider", "openai", "--api", "chat", folder.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(lastOf(run)).endsWith("name a file, not a folder");
    }

    @Test
    void aPasswordFileThatIsNotThereIsSaid() {
        CommandRun run = CommandRun.of(
                ("report --bootstrap-servers x:1 --jdbc-user x --jdbc-url jdbc:postgresql://x/x --jdbc-password-file "
                                + folder.resolve("secret"))
                        .split(" ", -1));

        assertThat(lastOf(run))
                .contains("no such file: " + folder.resolve("secret"))
                .contains("; correct the path; relative ones begin at /");
    }

    @Test
    void aPortThatIsTakenIsNamedWithItsFlag() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandRun run = CommandRun.of(
                    "up", "--ephemeral", "--kafka-port", String.valueOf(taken.getLocalPort()), "--postgres-port", "0");

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(lastOf(run))
                    .contains("port %d for Kafka is taken".formatted(taken.getLocalPort()))
                    .endsWith("choose another with --kafka-port, or 0 for a free one");
        }
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(new SQLException("no such password", "28P01"), "--jdbc-password-file"),
                arguments(new SQLException("connection refused", "08001"), "start PostgreSQL, or correct --jdbc-url"),
                arguments(new SQLException("the pool waited in vain"), "start PostgreSQL, or correct --jdbc-url"),
                arguments(new SQLException("database \"x\" does not exist", "3D000"), "create that database"),
                arguments(new SQLException("relation does not exist", "42P01"), "start a sink of this release"),
                arguments(new SQLException("permission denied", "42501"), "GRANT spendstream_reader"),
                arguments(new SQLException("could not extend file", "53100"), "free space on the disk of PostgreSQL"),
                arguments(new SQLException("too many clients", "53300"), "end other connections"),
                arguments(new SQLException("shutting down", "57P01"), "wait until PostgreSQL is up again"),
                arguments(new SQLException("broken page", "XX001"), "look at the log of PostgreSQL"),
                arguments(new SaslAuthenticationException("wrong password"), "correct the security settings: --kafka"),
                arguments(new TopicAuthorizationException("not yours"), "allow it to that user of Kafka"),
                arguments(new AccessDeniedException("/secret"), "let the user"),
                arguments(new BindException("Address already in use"), "choose another"),
                arguments(
                        new FileSystemException("/data/x", null, "No space left on device"), "free space on that disk"),
                arguments(new IOException("No space left on device"), "free space on that disk"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failuresThatAreHardToProvokeNameTheNextStepToo(Exception failure, String step) {
        var wrapped = new IllegalStateException("the report cannot be made", failure);

        assertThat(ExceptionMessages.messageOf(wrapped))
                .startsWith("the report cannot be made: ")
                .contains(step);
    }

    @Test
    void layersOverADatabaseDoNotHideWhatItSaid() {
        var root = new SQLException("FATAL: password authentication failed for user \"ada\"", "28P01");
        var pool = new SQLException("pool - Connection is not available (total=0, active=0)", "28P01", root);

        assertThat(ExceptionMessages.messageOf(new RuntimeException(pool)))
                .startsWith("FATAL: password authentication failed for user \"ada\"; correct --jdbc-user");
    }

    private static String lastOf(CommandRun run) {
        assertThat(run.errors()).as(run.toString()).isNotEmpty();
        return run.errors().get(run.errors().size() - 1);
    }
}
