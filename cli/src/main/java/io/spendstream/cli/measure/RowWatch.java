package io.spendstream.cli.measure;

import io.spendstream.cli.connection.Connection;
import io.spendstream.contract.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Jdbi;

/** Asks PostgreSQL how far the sink's committed rows reach and tells the trial. */
final class RowWatch implements Runnable {
    private static final long PAUSE_NANOS = 2_000_000;

    private final Jdbi jdbi;
    private final Trial trial;

    RowWatch(Connection connection, Trial trial) {
        this.jdbi = Jdbi.create(connection.jdbcUrl(), connection.jdbcUser(), connection.jdbcPassword());
        this.trial = trial;
    }

    @Override
    public void run() {
        jdbi.useHandle(handle -> {
            while (!Thread.currentThread().isInterrupted() && !trial.isCommitted()) {
                Map<Integer, Long> positions = handle.createQuery(
                                "SELECT partition, next_offset FROM sink_position WHERE topic = :topic")
                        .bind("topic", Topic.LEDGER.topicName())
                        .reduceRows(new HashMap<>(), (found, row) -> {
                            found.put(
                                    row.getColumn("partition", Integer.class),
                                    row.getColumn("next_offset", Long.class));
                            return found;
                        });
                long now = System.nanoTime();
                positions.forEach((partition, next) -> trial.committed(partition, next, now));
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        });
    }
}
