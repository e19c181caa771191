package io.spendstream.faults.process;

import io.spendstream.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.stream.Stream;

/** The PostgreSQL server of a run. Thread-safe. */
public final class Database implements AutoCloseable {
    private static final int PID_FILE_DEPTH = 3;
    private static final int ANSWER_SECONDS_MAX = 5;

    private final EmbeddedPostgres server;

    private Database(EmbeddedPostgres server) {
        this.server = server;
    }

    static Database start(Path directory) {
        return new Database(EmbeddedPostgres.start(directory, 0));
    }

    int port() {
        return server.port();
    }

    String user() {
        return server.user();
    }

    String password() {
        return server.password();
    }

    /** Returns a connection past all proxies, which the caller closes. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl() + "?connectTimeout=2&loginTimeout=3", user(), password());
    }

    /** Runs {@code statements} one after the other. */
    public void run(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Returns whether the server takes connections. */
    public boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(ANSWER_SECONDS_MAX);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Kills the server's first process, as {@code kill -9} does. */
    public void kill() throws IOException, InterruptedException {
        Optional<Path> file;
        try (Stream<Path> files =
                Files.find(server.dataDirectory(), PID_FILE_DEPTH, (path, is) -> path.endsWith("postmaster.pid"))) {
            file = files.findFirst();
        }
        if (file.isPresent()) {
            String pid = Files.readAllLines(file.get()).get(0).strip();
            new ProcessBuilder("kill", "-9", pid).start().waitFor();
        }
    }

    /** Stops the server as a crash of the machine does, without a checkpoint. */
    public void stopImmediately() {
        server.stopImmediately();
    }

    /** Starts the server again after it was killed or stopped, or ended by itself. */
    public void startAgain() {
        server.stopImmediately();
        server.startAgain();
    }

    @Override
    public void close() {
        server.close();
    }
}
