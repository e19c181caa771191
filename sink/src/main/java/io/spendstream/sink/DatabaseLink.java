package io.spendstream.sink;

import io.spendstream.sink.write.DatabaseFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sink's one connection to the database, which may be away for as long as it likes: work is refused meanwhile, and
 * tried again after a pause that grows. That the database went away and that it came back is logged once each. Not
 * thread-safe, but for {@link #isAway}.
 */
final class DatabaseLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseLink.class);
    private static final Duration PAUSE_MIN = Duration.ofMillis(100);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

    private final Jdbi jdbi;
    private final Work<?> whenConnected;
    private final Runnable whenAway;
    private final InstantSource clock;

    // written by whoever works with the database, read by any
    private volatile @Nullable Instant awaySince;

    // used by whoever works with the database only
    private @Nullable Handle handle;
    private Instant nextTry = Instant.MIN;
    private Duration pause = PAUSE_MIN;

    /** Something to do at the database. */
    interface Work<T> {
        T run(Handle handle) throws SQLException;
    }

    /** Creates a link that does {@code whenConnected} on each new connection and {@code whenAway} at each failure. */
    DatabaseLink(Jdbi jdbi, Work<?> whenConnected, Runnable whenAway, InstantSource clock) {
        this.jdbi = jdbi;
        this.whenConnected = whenConnected;
        this.whenAway = whenAway;
        this.clock = clock;
    }

    boolean isAway() {
        return awaySince != null;
    }

    /** Returns how long to wait until it makes sense to try again; zero if the database is there. */
    Duration untilNextTry() {
        Duration left = Duration.between(clock.instant(), nextTry);
        return awaySince == null || left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * Does {@code work} and returns its result, or empty if the database is away; then it is not known whether the work
     * was done.
     *
     * @throws SinkStoppedException if the database refuses for a reason that will not pass
     */
    <T> Optional<T> attempt(Work<T> work) {
        if (awaySince != null && clock.instant().isBefore(nextTry)) {
            return Optional.empty();
        }
        try {
            T result = work.run(connected());
            back();
            return Optional.of(result);
        } catch (JdbiException | FlywayException e) {
            failed(e, DatabaseFailure.causeOf(e));
        } catch (SQLException e) {
            failed(e, e);
        }
        return Optional.empty();
    }

    private Handle connected() throws SQLException {
        if (handle == null) {
            handle = jdbi.open();
            whenConnected.run(handle);
        }
        return handle;
    }

    private void back() {
        if (awaySince != null) {
            LOG.info(
                    "PostgreSQL is back after {} ms; going on where it stopped",
                    Duration.between(awaySince, clock.instant()).toMillis());
            awaySince = null;
        }
        pause = PAUSE_MIN;
    }

    private void failed(Exception e, @Nullable SQLException cause) {
        close();
        if (cause == null || DatabaseFailure.of(cause) != DatabaseFailure.AWAY) {
            throw new SinkStoppedException(
                    "PostgreSQL refuses (SQLSTATE %s): %s"
                            .formatted(
                                    cause == null ? "unknown" : cause.getSQLState(),
                                    messageOf(cause == null ? e : cause)),
                    e);
        }
        if (awaySince == null) {
            awaySince = clock.instant();
            LOG.warn(
                    "PostgreSQL is away (SQLSTATE {}: {}); the ledger waits in Kafka, nothing is lost",
                    cause.getSQLState(),
                    messageOf(cause));
            whenAway.run();
        }
        nextTry = clock.instant().plus(pause);
        pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
    }

    private static String messageOf(Exception e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    }

    /** Closes the connection; the next work opens another. */
    @Override
    public void close() {
        Handle closing = handle;
        handle = null;
        if (closing == null) {
            return;
        }
        try {
            closing.close();
        } catch (RuntimeException e) {
            LOG.debug("a broken connection did not close", e);
        }
    }
}
