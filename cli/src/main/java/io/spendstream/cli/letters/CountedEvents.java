package io.spendstream.cli.letters;

import io.spendstream.cli.connection.Connection;
import io.spendstream.sink.LedgerScan;
import io.spendstream.sink.recount.Standing;
import io.spendstream.sink.report.LedgerReader;
import io.spendstream.sink.write.Database;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Whether the table has an event. It is asked only once the table has every line the ledger had when it was first asked:
 * a line that is still on its way would be missed, and the event counted twice. Not thread-safe.
 */
final class CountedEvents implements Predicate<String>, AutoCloseable {
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);
    private static final Duration WAIT_STEP = Duration.ofMillis(100);

    private final Connection connection;
    private @Nullable LedgerReader reader;

    CountedEvents(Connection connection) {
        this.connection = connection;
    }

    @Override
    public boolean test(String eventId) {
        LedgerReader open = reader;
        if (open == null) {
            awaitTables();
            open = connection.openLedger();
            reader = open;
        }
        return !open.event(eventId).isEmpty();
    }

    private void awaitTables() {
        if (connection.jdbcUrl().isEmpty()) {
            throw new IllegalStateException(
                    "some letters are older than the stream processor remembers, so the table must be asked whether it has them; give --jdbc-url and --jdbc-user");
        }
        Jdbi database = Database.forLongWork(
                connection.jdbcUrl(),
                connection.jdbcUser(),
                connection.jdbcPassword(),
                "spendstream-dead-letters",
                null);
        Map<Integer, Long> ends;
        UUID topic;
        try (LedgerScan scan = LedgerScan.open(connection.kafkaProperties())) {
            ends = scan.ends();
            topic = scan.topicId();
        }
        long deadline = System.nanoTime() + WAIT_MAX.toNanos();
        while (!isAt(positions(database, topic), ends)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "the table lacks lines that are on the ledger, so it cannot say which late events were counted; let the sink catch up, then try again");
            }
            pause();
        }
    }

    /** Offsets say nothing if they are those of a topic of the same name that was there before. */
    private static Map<Integer, Long> positions(Jdbi database, UUID topic) {
        Standing standing = database.withHandle(Standing::read);
        standing.requireTopic(topic);
        return standing.positions();
    }

    private static boolean isAt(Map<Integer, Long> positions, Map<Integer, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    private static void pause() {
        try {
            Thread.sleep(WAIT_STEP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the sink", e);
        }
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
