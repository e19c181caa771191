package io.spendstream.faults.run;

import io.spendstream.contract.Topic;
import io.spendstream.faults.process.Cluster;
import io.spendstream.faults.verify.Check;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Whether stream processors and sinks say that they have done everything there is. Only then is what a view lacks lost;
 * before that, the view may be behind.
 */
final class ReadingCheck {
    /** The check's name. */
    static final String NAME = "everything was read";

    private static final long ANSWER_SECONDS_MAX = 10;
    private static final String PROCESSORS = "spendstream-stream-processor";
    private static final String SINKS = "spendstream-sink";

    private final Cluster cluster;

    ReadingCheck(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Returns the check.
     *
     * @param usageEnds where each partition of the usage topic ends
     * @param ledger what is in the ledger topic
     */
    Check check(Map<Integer, Long> usageEnds, List<ConsumerRecord<byte[], byte[]>> ledger) throws InterruptedException {
        Map<Integer, Long> ledgerEnds = new TreeMap<>();
        ledger.forEach(line -> ledgerEnds.merge(line.partition(), line.offset() + 1, Math::max));
        List<String> differences = new ArrayList<>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            compare(Topic.USAGE, usageEnds, committed(admin, PROCESSORS, Topic.USAGE), differences);
            Map<Integer, Long> inDatabase = inDatabase();
            committed(admin, SINKS, Topic.LEDGER)
                    .forEach((partition, offset) -> inDatabase.merge(partition, offset, Math::max));
            compare(Topic.LEDGER, ledgerEnds, inDatabase, differences);
        } catch (ExecutionException | TimeoutException | SQLException e) {
            differences.add("nobody says how far it is read: " + e);
        }
        return new Check(NAME, usageEnds.size() + (long) ledgerEnds.size(), differences);
    }

    private static void compare(
            Topic topic, Map<Integer, Long> ends, Map<Integer, Long> positions, List<String> differences) {
        ends.forEach((partition, end) -> {
            long position = positions.getOrDefault(partition, 0L);
            if (position < end) {
                differences.add("partition %d of %s is read up to %d of %d"
                        .formatted(partition, topic.topicName(), position, end));
            }
        });
    }

    private static Map<Integer, Long> committed(Admin admin, String group, Topic topic)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<Integer, Long> positions = new HashMap<>();
        admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)
                .forEach((partition, offset) -> {
                    if (offset != null && partition.topic().equals(topic.topicName())) {
                        positions.put(partition.partition(), offset.offset());
                    }
                });
        return positions;
    }

    private Map<Integer, Long> inDatabase() throws SQLException {
        Map<Integer, Long> positions = new HashMap<>();
        try (Connection connection = cluster.database().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT partition, next_offset FROM sink_position")) {
            while (row.next()) {
                positions.put(row.getInt(1), row.getLong(2));
            }
        }
        return positions;
    }
}
