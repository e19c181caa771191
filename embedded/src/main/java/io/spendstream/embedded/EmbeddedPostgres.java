package io.spendstream.embedded;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server as a child of this process, for one machine: it listens on the loopback address and writes to the
 * disk before it acknowledges.
 *
 * <p>The server outlives a kill of this process; the next start on the directory finds and stops it. Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String NAME = "the embedded PostgreSQL";
    private static final String DATABASE = "spendstream";

    private final ServerDirectory directory;
    private final PostgresCluster cluster;
    private final int port;
    private boolean isRunning; // guarded by this
    private boolean isClosed; // guarded by this

    private EmbeddedPostgres(ServerDirectory directory, PostgresCluster cluster, int port) {
        this.directory = directory;
        this.cluster = cluster;
        this.port = port;
    }

    /**
     * Starts a server on the data in {@code dataDirectory}, or on none, with the empty database {@code spendstream}.
     *
     * @param port the port to listen on, or 0 for the one of last time or else any free one
     * @throws PortInUseException if {@code port} is taken; nothing was written then
     * @throws DataInUseException if the directory is open already
     * @throws EmbeddedServerException if the server does not start; the message ends with what it said
     */
    public static EmbeddedPostgres start(Path dataDirectory, int port) {
        requireQuotable(dataDirectory);
        if (!PostgresCluster.isIn(dataDirectory)) {
            LoopbackPort.requireFree(NAME, port);
        }
        ServerDirectory directory = ServerDirectory.take(dataDirectory);
        try {
            PostgresCluster cluster = PostgresCluster.open(directory);
            cluster.stopOrphan();
            var postgres = new EmbeddedPostgres(directory, cluster, directory.port(NAME, port));
            postgres.startAgain();
            return postgres;
        } catch (UncheckedIOException e) {
            directory.close();
            throw new EmbeddedServerException("%s did not start on %s: %s".formatted(NAME, directory.path(), e), e);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** PostgreSQL's own starter puts the path between double quotes into a line for the shell. */
    private static void requireQuotable(Path dataDirectory) {
        String path = dataDirectory.toAbsolutePath().toString();
        if (path.chars().anyMatch(character -> "\"$`\\\n".indexOf(character) >= 0)) {
            throw new IllegalArgumentException(
                    "data directory for %s must not have any of \" $ ` \\ in its path: %s".formatted(NAME, path));
        }
    }

    /** Starts the server again on its port after {@link #stopImmediately}. */
    public synchronized void startAgain() {
        if (isClosed || isRunning) {
            throw new IllegalStateException(
                    "%s on port %d is %s".formatted(NAME, port, isClosed ? "closed" : "running"));
        }
        cluster.start(port);
        isRunning = true;
        try {
            createDatabase();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        LOG.info("PostgreSQL listens on {}:{}, data in {}", LoopbackPort.HOST, port, directory.path());
    }

    /** Stops the server as a crash does: without a checkpoint, so that the next start recovers. */
    public synchronized void stopImmediately() {
        if (isRunning) {
            isRunning = false;
            cluster.stop("immediate");
        }
    }

    private void createDatabase() {
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"), user(), password());
                var statement = connection.createStatement();
                var found =
                        statement.executeQuery("SELECT FROM pg_database WHERE datname = '%s'".formatted(DATABASE))) {
            if (!found.next()) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
        } catch (SQLException e) {
            throw new EmbeddedServerException(
                    "%s runs on port %d but database %s cannot be made: %s"
                            .formatted(NAME, port, DATABASE, e.getMessage()),
                    e);
        }
    }

    /** Returns the address of the database {@code spendstream}, without user and password. */
    public String jdbcUrl() {
        return jdbcUrl(DATABASE);
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://%s:%d/%s".formatted(LoopbackPort.HOST, port, database);
    }

    /** Returns the port clients connect to. */
    public int port() {
        return port;
    }

    /** Returns the user that owns the database. */
    public String user() {
        return PostgresCluster.USER;
    }

    /** Returns the user's password, drawn when the data directory was made and kept in it. */
    public String password() {
        return cluster.password();
    }

    /** Returns where the server keeps its data, its log and its password. */
    public Path dataDirectory() {
        return directory.path();
    }

    /** Ends open connections, stops the server, and lets go of the directory. */
    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try {
            if (isRunning) {
                isRunning = false;
                cluster.stop("fast");
            }
        } finally {
            directory.close();
        }
        LOG.info("PostgreSQL stopped");
    }
}
