package io.spendstream.benchmarks.pipeline;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.Money;
import io.spendstream.contract.Topic;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * A sink as the well-known JDBC connectors are: it polls, writes multi-row {@code INSERT … ON CONFLICT} batches, and
 * commits its offsets to Kafka. It keeps no sums and no positions in the database.
 */
public final class InsertContestant {
    /** What its consumer groups begin with. */
    static final String GROUP_PREFIX = "insert-";

    /** What connectors are often set to. The driver makes statements of at most 128 rows of it, whatever its size. */
    private static final int BATCH_ROWS = 3_000;

    private static final Duration POLL = Duration.ofMillis(100);

    private static final String INSERT = """
            INSERT INTO token_usage (id, event_id, entry, "timestamp", recorded_at, session_id, task_type, team, agent,
                project, environment, provider, model, api, prompt_tokens, completion_tokens, cost_exact,
                pricing_status, priced_model, price_id, match, book_version, usage_status, unpriced_calls)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """;

    private InsertContestant() {}

    /** Runs on the brokers and the database that the arguments name: servers, URL, user, password, group. */
    public static void main(String[] arguments) {
        Jdbi jdbi = Jdbi.create(arguments[1] + "?reWriteBatchedInserts=true", arguments[2], arguments[3]);
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                arguments[0],
                "group.id",
                arguments[4],
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                "false",
                "max.poll.records",
                BATCH_ROWS);
        AtomicBoolean ended = ChildProcess.watchEnd();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                Handle handle = jdbi.open()) {
            consumer.subscribe(List.of(Topic.LEDGER.topicName()));
            while (!ended.get()) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    handle.useTransaction(transaction -> insert(transaction, records));
                    consumer.commitSync();
                }
            }
        }
    }

    private static void insert(Handle handle, ConsumerRecords<byte[], byte[]> records) {
        PreparedBatch batch = handle.prepareBatch(INSERT);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            LedgerLine line = LedgerLineJson.read(record.value());
            Object[] values = {
                record.offset() * 4096 + record.partition(),
                line.eventId(),
                (short) line.entry(),
                line.timestamp().atOffset(ZoneOffset.UTC),
                line.recordedAt().atOffset(ZoneOffset.UTC),
                line.attribution().sessionId(),
                line.attribution().taskType(),
                line.attribution().team(),
                line.attribution().agent(),
                line.attribution().project(),
                line.attribution().environment(),
                line.call().provider(),
                line.call().model(),
                line.call().api(),
                line.usage().promptTokens(),
                line.usage().completionTokens(),
                decimal(line.pricing().cost()),
                line.pricing().status().wireName(),
                line.pricing().pricedModel(),
                line.pricing().priceId(),
                line.pricing().match(),
                line.pricing().bookVersion(),
                line.usageStatus().wireName(),
                (short) line.unpricedCalls()
            };
            for (int i = 0; i < values.length; i++) {
                batch.bind(i, values[i]);
            }
            batch.add();
        }
        batch.execute();
    }

    private static @Nullable BigDecimal decimal(@Nullable Money cost) {
        return cost == null ? null : cost.toBigDecimal();
    }
}
