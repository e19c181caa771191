package io.spendstream.stream.outcome;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spendstream.contract.AlertKind;
import io.spendstream.contract.AlertState;
import io.spendstream.contract.BudgetAlert;
import io.spendstream.contract.BudgetAlertJson;
import io.spendstream.contract.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each budget alert as a warning and counts it: {@code ai_budget_alerts_total} by {@code kind} and {@code state},
 * since this process started. Of several instances one does so; after a crash between the line and the commit behind
 * it, an alert may be logged and counted again. What is exact is the topic.
 */
public final class AlertLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlertLog.class);

    private final MeterRegistry registry;
    private final List<Counter> counters = new ArrayList<>();
    private final CommittedReader reader;

    private AlertLog(MeterRegistry registry, String groupId, Map<String, ?> kafkaSettings) {
        this.registry = registry;
        // all at once: a counter that appeared with its first alert would hide that alert from increase()
        for (AlertKind kind : AlertKind.values()) {
            for (AlertState state : AlertState.values()) {
                counters.add(counter(kind, state));
            }
        }
        this.reader = CommittedReader.start(Topic.BUDGET_ALERTS, groupId, kafkaSettings, Logging::new);
    }

    /** Starts to log alerts, beginning after those that {@code groupId} logged before. */
    public static AlertLog start(MeterRegistry registry, String groupId, Map<String, ?> kafkaSettings) {
        return new AlertLog(registry, groupId, kafkaSettings);
    }

    private Counter counter(AlertKind kind, AlertState state) {
        return Counter.builder("ai.budget.alerts")
                .description("Budget alerts, by kind and state")
                .tag("kind", kind.wireName())
                .tag("state", state.wireName())
                .register(registry);
    }

    @Override
    public void close() {
        reader.close();
        counters.forEach(registry::remove);
    }

    private final class Logging implements CommittedReader.Listener {
        @Override
        public void take(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
            for (ConsumerRecord<byte[], byte[]> read : records) {
                try {
                    BudgetAlert alert = BudgetAlertJson.read(read.value());
                    LOG.warn("{}", alert.message());
                    counter(alert.kind(), alert.state()).increment();
                } catch (IllegalArgumentException e) {
                    LOG.warn("an alert at {}-{}@{} cannot be read", read.topic(), read.partition(), read.offset(), e);
                }
            }
            if (!records.isEmpty()) {
                consumer.commitSync();
            }
        }

        @Override
        public void assigned(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
            // reading goes on where it was committed
        }

        @Override
        public void revoked(Collection<TopicPartition> partitions) {
            // what was logged is committed already
        }
    }
}
