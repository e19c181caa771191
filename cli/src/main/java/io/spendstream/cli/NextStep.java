package io.spendstream.cli;

import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What to do after a failure of the world outside: files, brokers, databases. What the program itself refuses says what
 * would do in its own message.
 */
final class NextStep {
    private static final String TOPICS = "start a stream processor on that Kafka, it creates the topics;"
            + " if one runs, start Kafka or correct --bootstrap-servers";

    /** What PostgreSQL's error codes ask for, by how they begin; the longer beginning goes first. */
    private static final Map<String, String> BY_SQL_STATE = Map.of(
            "08", "start PostgreSQL, or correct --jdbc-url",
            "28", "correct --jdbc-user and the password: --jdbc-password-file or SPENDSTREAM_JDBC_PASSWORD",
            "3D", "correct --jdbc-url, or create that database and start a sink on it",
            "3F", "start a sink of this release on that database, it makes the tables, or correct --jdbc-url",
            "42", "start a sink of this release on that database, it makes the tables, or correct --jdbc-url",
            "42501", "GRANT spendstream_reader to that user, or name another with --jdbc-user",
            "53100", "free space on the disk of PostgreSQL",
            "53300", "end other connections, or raise max_connections of PostgreSQL",
            "57", "wait until PostgreSQL is up again, then try again");

    private NextStep() {}

    /** Returns what to do after {@code causes}, the outermost first; empty if their messages say it or nobody knows. */
    static Optional<String> after(List<Throwable> causes) {
        return causes.stream().map(NextStep::after).flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> after(Throwable cause) {
        if (cause instanceof SQLException sql) {
            return Optional.of(afterSql(sql.getSQLState() == null ? "08" : sql.getSQLState()));
        }
        if (cause instanceof FileSystemException file) {
            return afterFile(file);
        }
        if (cause instanceof KafkaException) {
            return afterKafka(cause);
        }
        if (cause instanceof BindException) {
            return Optional.of("end what listens on that port, or choose another");
        }
        if (cause instanceof UnknownHostException) {
            return Optional.of("correct the name of the host");
        }
        if (cause instanceof CharacterCodingException) {
            return Optional.of("save the file as UTF-8");
        }
        return afterWords(String.valueOf(cause.getMessage()));
    }

    /** Some failures have no type of their own. */
    private static Optional<String> afterWords(String message) {
        if (message.contains("No space left on device")) {
            return Optional.of("free space on that disk, or choose a folder on another");
        }
        return message.equals("Is a directory") ? Optional.of("name a file, not a folder") : Optional.empty();
    }

    private static String afterSql(String state) {
        for (int length : new int[] {5, 2}) {
            String step = state.length() < length ? null : BY_SQL_STATE.get(state.substring(0, length));
            if (step != null) {
                return step;
            }
        }
        return "look at the log of PostgreSQL, then try again";
    }

    private static Optional<String> afterFile(FileSystemException failure) {
        if (failure instanceof NoSuchFileException || failure instanceof NotDirectoryException) {
            return Optional.of(
                    "correct the path; relative ones begin at " + Path.of("").toAbsolutePath());
        }
        if (failure instanceof AccessDeniedException) {
            return Optional.of(
                    "let the user %s have it, or run as its owner".formatted(System.getProperty("user.name")));
        }
        if (failure instanceof FileAlreadyExistsException) {
            return Optional.of("move it away, or name another");
        }
        return afterWords(String.valueOf(failure.getReason()));
    }

    private static Optional<String> afterKafka(Throwable failure) {
        if (failure instanceof AuthenticationException) {
            return Optional.of("correct the security settings: --kafka KEY=VALUE");
        }
        if (failure instanceof AuthorizationException) {
            return Optional.of("allow it to that user of Kafka, or be another: --kafka KEY=VALUE");
        }
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof UnknownTopicOrPartitionException || message.contains("not present in metadata")) {
            return Optional.of(TOPICS);
        }
        if (failure instanceof TimeoutException) {
            return Optional.of(
                    "start Kafka, or correct --bootstrap-servers and its security settings (--kafka KEY=VALUE)");
        }
        return message.contains("bootstrap") ? Optional.of("correct --bootstrap-servers") : Optional.empty();
    }
}
