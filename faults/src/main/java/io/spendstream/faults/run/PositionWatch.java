package io.spendstream.faults.run;

import io.spendstream.faults.process.Cluster;
import io.spendstream.faults.verify.Check;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at positions and row counts while faults go on: none may ever step back. */
final class PositionWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PositionWatch.class);
    private static final long PAUSE_MILLIS = 1_000;
    private static final long ANSWER_SECONDS_MAX = 5;
    private static final String GROUP = "spendstream-stream-processor";

    private static final long CLOSE_MILLIS_MAX = 10_000;

    private final Cluster cluster;
    private final Thread thread = new Thread(this::watch, "position-watch");
    private final Map<String, Long> last = new TreeMap<>(); // guarded by this
    private final List<String> steps = new ArrayList<>(); // guarded by this
    private long looks; // guarded by this
    private volatile boolean isClosed;

    private PositionWatch(Cluster cluster) {
        this.cluster = cluster;
        thread.setDaemon(true);
    }

    static PositionWatch start(Cluster cluster) {
        var watch = new PositionWatch(cluster);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", cluster.bootstrapServers(),
                "request.timeout.ms", 3_000,
                "default.api.timeout.ms", 5_000);
        try (Admin admin = Admin.create(settings)) {
            while (!isClosed) {
                lookAtTables();
                lookAtGroup(admin);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookAtTables() {
        try (Connection connection = cluster.database().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT 'sink position of partition ' || partition, next_offset FROM sink_position
                        UNION ALL SELECT 'rows of token_usage', count(*) FROM token_usage
                        """)) {
            while (row.next()) {
                see(row.getString(1), row.getLong(2));
            }
        } catch (SQLException e) {
            LOG.trace("the database does not answer: {}", e.getMessage()); // it is broken on purpose
        }
    }

    private void lookAtGroup(Admin admin) throws InterruptedException {
        try {
            admin.listConsumerGroupOffsets(GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)
                    .forEach((partition, offset) -> {
                        if (offset != null) {
                            see("position of the stream processors on " + partition, offset.offset());
                        }
                    });
        } catch (ExecutionException | TimeoutException e) {
            LOG.trace("the broker does not answer: {}", e.getMessage()); // it is broken on purpose
        }
    }

    private synchronized void see(String what, long value) {
        looks++;
        Long before = last.put(what, value);
        if (before != null && value < before) {
            steps.add("%s stepped back from %d to %d".formatted(what, before, value));
        }
    }

    synchronized Check check() {
        List<String> differences = new ArrayList<>(steps);
        if (looks == 0) {
            differences.add("nobody looked");
        }
        return new Check("positions and rows never step back", looks, differences);
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            thread.join(CLOSE_MILLIS_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
