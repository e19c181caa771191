package io.spendstream.sink.write;

import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.Topic;
import io.spendstream.contract.failpoint.FailPoint;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jdbi.v3.core.Handle;

/**
 * A sink as it must not be: it keeps its position in Kafka, and moves it before the rows are in the table. With the
 * arguments of the real one; a test that does not find out about it finds out about nothing.
 */
public final class CarelessSink {
    private static final Duration POLL = Duration.ofMillis(100);

    private CarelessSink() {}

    /** Runs until the process is killed. */
    public static void main(String[] arguments) throws SQLException {
        FailPoint.announce();
        Map<String, String> settings = new TreeMap<>();
        for (String argument : arguments) {
            String[] keyAndValue = argument.split("=", 2);
            settings.put(keyAndValue[0], keyAndValue[1]);
        }
        var jdbi = Database.at(
                String.valueOf(settings.get("jdbc.url")), settings.get("jdbc.user"), settings.get("jdbc.password"));
        Map<String, Object> kafka = new TreeMap<>(Map.of(
                "bootstrap.servers",
                String.valueOf(settings.get("bootstrap.servers")),
                "group.id",
                "careless",
                "enable.auto.commit",
                "false",
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest"));
        var bytes = new ByteArrayDeserializer();
        try (var consumer = new KafkaConsumer<>(kafka, bytes, bytes)) {
            consumer.assign(List.of(new TopicPartition(Topic.LEDGER.topicName(), 0)));
            while (true) {
                List<LedgerRow> rows = new ArrayList<>();
                for (ConsumerRecord<byte[], byte[]> line : consumer.poll(POLL)) {
                    rows.add(new LedgerRow(
                            line.partition(), line.offset(), LedgerLineJson.read(line.value()), line.value()));
                }
                consumer.commitSync();
                jdbi.useTransaction(handle -> write(handle, rows));
            }
        }
    }

    private static void write(Handle handle, List<LedgerRow> rows) throws SQLException {
        if (!rows.isEmpty()) {
            new RowInsert().direct(handle.getConnection(), rows);
            Rollup.add(handle, rows);
            Counters.add(handle, rows);
        }
    }
}
