package io.spendstream.testkit;

import io.spendstream.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A PostgreSQL server for tests.
 *
 * <p>Servers are slow to start and databases are not: most tests want {@code TestPostgres.shared().freshDatabase()}.
 */
public final class TestPostgres implements AutoCloseable {
    private static final String IMAGE = "postgres:17";
    private static final AtomicLong FRESH_DATABASES = new AtomicLong();
    private static final Shared<TestPostgres> SHARED = new Shared<>(TestPostgres::start);

    private final TestDatabase database;
    private final List<AutoCloseable> closedInOrder;

    private TestPostgres(TestDatabase database, List<AutoCloseable> closedInOrder) {
        this.database = database;
        this.closedInOrder = closedInOrder;
    }

    /** Starts a server of the test's own. */
    public static TestPostgres start() {
        return switch (Backend.chosen()) {
            case EMBEDDED -> startEmbedded();
            case DOCKER -> startContainer();
        };
    }

    /** Returns the server all tests of this JVM may share; it stops when the JVM does. */
    public static TestPostgres shared() {
        return SHARED.get();
    }

    private static TestPostgres startEmbedded() {
        var directory = TemporaryDirectory.create("postgres");
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(directory.path(), 0);
            var database = new TestDatabase(postgres.jdbcUrl(), postgres.user(), postgres.password());
            return new TestPostgres(database, List.of(postgres, directory));
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static TestPostgres startContainer() {
        var container = new PostgreSQLContainer(IMAGE)
                .withDatabaseName("spendstream")
                .withUsername("spendstream")
                .withPassword("spendstream");
        container.start();
        // The container's address carries a driver parameter, which would end up in the names of fresh databases.
        String url = "jdbc:postgresql://%s:%d/spendstream"
                .formatted(container.getHost(), container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT));
        var database = new TestDatabase(url, container.getUsername(), container.getPassword());
        return new TestPostgres(database, List.of(container));
    }

    /** Returns the database {@code spendstream}, which all users of this server share. */
    public TestDatabase database() {
        return database;
    }

    /** Creates a database nobody else knows, empty. It goes when the server does. */
    public TestDatabase freshDatabase() {
        String name = "fresh_" + FRESH_DATABASES.incrementAndGet();
        try (Connection connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
            return database.sibling(name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create database %s on %s".formatted(name, database.jdbcUrl()), e);
        }
    }

    @Override
    public void close() {
        Closing.inOrder(closedInOrder);
    }
}
