package io.spendstream.sink;

import io.micrometer.core.instrument.MeterRegistry;
import io.spendstream.contract.failpoint.FailPoint;
import io.spendstream.sink.metrics.DriftMeters;
import io.spendstream.sink.metrics.SinkMeters;
import io.spendstream.sink.metrics.SinkMeters.Trouble;
import io.spendstream.sink.metrics.SpendMeters;
import io.spendstream.sink.schema.Schema;
import io.spendstream.sink.write.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the ledger topic into PostgreSQL, each line exactly once. Any number of sinks may share the work; the partitions
 * of the topic are what they share. Thread-safe.
 *
 * <p>A sink waits for a database that is away. It stops, and {@link #isAlive} says so, where waiting would not help or
 * going on would lose lines; {@link #failure} then says what to do.
 */
public final class Sink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sink.class);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(70); // a statement may take a minute to be given up

    private final SinkParts parts;
    private final SinkLoop loop;
    private final Thread thread = new Thread(this::run, "spendstream-sink");
    private final AtomicBoolean isClosing = new AtomicBoolean();

    // written by the sink's thread, read by any
    private volatile @Nullable RuntimeException failure;

    private Sink(SinkParts parts) {
        this.parts = parts;
        loop = new SinkLoop(parts);
    }

    /**
     * Starts a sink. It need not find the database or the broker there yet.
     *
     * @param registry where the sink's meters are shown until it is closed
     */
    public static Sink start(SinkConfig config, MeterRegistry registry) {
        FailPoint.announce();
        InstantSource clock = InstantSource.system();
        var consumer = new KafkaConsumer<byte[], byte[]>(config.consumerSettings());
        var admin = Admin.create(config.adminSettings());
        var lag = new Lag(clock);
        var meters = new SinkMeters(registry, lag::seconds, lag::records);
        var migration = new Migration(config);
        Jdbi jdbi = Database.at(config.jdbcUrl(), config.jdbcUser(), config.jdbcPassword());
        var database =
                new DatabaseLink(jdbi, migration::connected, () -> meters.trouble(Trouble.DATABASE_AWAY, 1), clock);
        var sink = new Sink(new SinkParts(
                config,
                consumer,
                admin,
                database,
                lag,
                meters,
                new SpendMeters(registry, config.knownModels()),
                new DriftMeters(registry, jdbi, () -> LedgerScan.open(config.driftSettings())),
                clock));
        sink.thread.start();
        return sink;
    }

    /** Returns whether the sink is at work, be it waiting. */
    public boolean isAlive() {
        return thread.isAlive() && failure == null;
    }

    /** Returns whether lines are written at this moment as they come. */
    public boolean isReady() {
        return isAlive() && loop.isReady();
    }

    /** Returns why the sink stopped by itself, or empty if it did not. */
    public Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Finishes the transaction that is under way, leaves the group and takes the meters out of the registry. */
    @Override
    public void close() {
        if (isClosing.compareAndSet(false, true)) {
            parts.consumer().wakeup();
        }
        try {
            thread.join(CLOSE_MAX.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        parts.meters().remove();
    }

    private void run() {
        try {
            loop.subscribe();
            while (!isClosing.get()) {
                loop.turn();
            }
        } catch (WakeupException | InterruptException e) {
            LOG.debug("the sink was asked to close", e);
        } catch (RuntimeException e) {
            failure = e;
            parts.meters().trouble(Trouble.STOPPED, 1);
            LOG.error("the sink stopped: {}", e.getMessage(), e);
        } finally {
            closeParts();
        }
    }

    private void closeParts() {
        closeQuietly("writer", loop);
        closeQuietly("consumer", parts.consumer());
        closeQuietly("admin client", parts.admin());
        closeQuietly("database connection", parts.database());
        closeQuietly("comparison of the tables", parts.driftMeters());
        parts.spendMeters().remove(); // the others stay until close: they say that the sink stopped
    }

    private static void closeQuietly(String name, AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("the sink's {} did not close", name, e);
        }
    }

    /** Brings the tables up to date when the first connection is there, and limits each connection. */
    private static final class Migration {
        private final SinkConfig config;
        private boolean isDone;

        private Migration(SinkConfig config) {
            this.config = config;
        }

        private boolean connected(Handle handle) {
            if (config.isMigrating() && !isDone) {
                Schema.migrate(config.jdbcUrl(), config.jdbcUser(), config.jdbcPassword());
                isDone = true;
            }
            Database.limit(handle);
            return isDone;
        }
    }
}
