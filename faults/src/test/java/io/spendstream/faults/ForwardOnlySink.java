package io.spendstream.faults;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.Topic;
import io.spendstream.sink.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sink that keeps its position in Kafka only: when the database fails it connects again and polls on, as many do. Rows
 * that are there already are no trouble to it.
 */
final class ForwardOnlySink {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardOnlySink.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final String INSERT = """
            INSERT INTO token_usage (id, event_id, entry, "timestamp", recorded_at, session_id, task_type, team, agent,
                project, provider, model, prompt_tokens, completion_tokens, cost_exact, pricing_status, price_id,
                usage_status, unpriced_calls, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """;

    private ForwardOnlySink() {}

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var flags = new Flags(arguments);
        String password = Files.readString(Path.of(flags.get("--jdbc-password-file")));
        prepare(flags, password);
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        flags.get("--bootstrap-servers"),
                        "group.id",
                        "spendstream-sink",
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false,
                        "session.timeout.ms",
                        6_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Topic.LEDGER.topicName()));
            while (!Thread.currentThread().isInterrupted()) {
                try (Connection connection =
                        DriverManager.getConnection(flags.get("--jdbc-url"), flags.get("--jdbc-user"), password)) {
                    connection.setAutoCommit(false);
                    forward(consumer, connection);
                } catch (SQLException e) {
                    LOG.warn("connecting again: {}", e.getMessage());
                    Thread.sleep(POLL.toMillis());
                }
            }
        }
    }

    private static void prepare(Flags flags, String password) {
        Schema.migrate(flags.get("--jdbc-url"), flags.get("--jdbc-user"), password);
        try (Connection connection =
                        DriverManager.getConnection(flags.get("--jdbc-url"), flags.get("--jdbc-user"), password);
                Statement statement = connection.createStatement()) {
            for (int days : new int[] {-5, 0, 1}) {
                statement.execute("SELECT create_token_usage_partition(current_date + %d)".formatted(days));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the tables cannot be prepared", e);
        }
    }

    private static void forward(KafkaConsumer<byte[], byte[]> consumer, Connection connection) throws SQLException {
        while (!Thread.currentThread().isInterrupted()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    add(insert, record);
                }
                insert.executeBatch();
            }
            connection.commit();
            consumer.commitSync();
        }
    }

    private static void add(PreparedStatement insert, ConsumerRecord<byte[], byte[]> record) throws SQLException {
        LedgerLine line = LedgerLineJson.read(record.value());
        var cost = line.pricing().cost();
        Object[] values = {
            record.offset() * 4096 + record.partition(),
            line.eventId(),
            line.entry(),
            line.timestamp().atOffset(ZoneOffset.UTC),
            line.recordedAt().atOffset(ZoneOffset.UTC),
            line.attribution().sessionId(),
            line.attribution().taskType(),
            line.attribution().team(),
            line.attribution().agent(),
            line.attribution().project(),
            line.call().provider(),
            line.call().model(),
            line.usage().promptTokens(),
            line.usage().completionTokens(),
            cost == null ? null : cost.toBigDecimal(),
            line.pricing().status().wireName(),
            line.pricing().priceId(),
            line.usageStatus().wireName(),
            line.unpricedCalls(),
            line.reason()
        };
        for (int i = 0; i < values.length; i++) {
            insert.setObject(i + 1, values[i]);
        }
        insert.addBatch();
    }
}
