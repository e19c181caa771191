package io.spendstream.stream.outcome;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
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
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the alerts on the topic: {@code ai_budget_alerts_total} by {@code kind} and {@code state}. They are shared
 * out over the instances, so the sum over these is right.
 *
 * <p>Thread-safe.
 */
public final class AlertMeters implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlertMeters.class);

    private final MeterRegistry registry;
    private final List<Meter> meters = new ArrayList<>();
    private final Map<TopicPartition, Map<Kind, Long>> counts = new ConcurrentHashMap<>();
    private final CommittedReader reader;

    private record Kind(AlertKind kind, AlertState state) {}

    private AlertMeters(MeterRegistry registry, String groupId, Map<String, ?> kafkaSettings) {
        this.registry = registry;
        for (AlertKind kind : AlertKind.values()) {
            for (AlertState state : AlertState.values()) {
                var counted = new Kind(kind, state);
                meters.add(FunctionCounter.builder("ai.budget.alerts", counts, all -> count(all, counted))
                        .description("Budget alerts, by kind and state")
                        .tag("kind", kind.wireName())
                        .tag("state", state.wireName())
                        .register(registry));
            }
        }
        this.reader = CommittedReader.start(Topic.BUDGET_ALERTS, groupId, kafkaSettings, Reading::new);
    }

    /** Starts to count, sharing partitions with the other instances of {@code groupId}. */
    public static AlertMeters start(MeterRegistry registry, String groupId, Map<String, ?> kafkaSettings) {
        return new AlertMeters(registry, groupId, kafkaSettings);
    }

    private static double count(Map<TopicPartition, Map<Kind, Long>> counts, Kind kind) {
        return counts.values().stream()
                .mapToLong(partition -> partition.getOrDefault(kind, 0L))
                .sum();
    }

    @Override
    public void close() {
        reader.close();
        meters.forEach(registry::remove);
    }

    /** Counts from the beginning whatever it is assigned; on one thread. */
    private final class Reading implements CommittedReader.Listener {
        @Override
        public void assigned(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
            partitions.forEach(counts::remove);
            consumer.seekToBeginning(partitions);
        }

        @Override
        public void revoked(Collection<TopicPartition> partitions) {
            partitions.forEach(counts::remove);
        }

        @Override
        public void take(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                var partition = new TopicPartition(record.topic(), record.partition());
                try {
                    BudgetAlert alert = BudgetAlertJson.read(record.value());
                    counts.computeIfAbsent(partition, any -> new ConcurrentHashMap<>())
                            .merge(new Kind(alert.kind(), alert.state()), 1L, Long::sum);
                } catch (IllegalArgumentException e) {
                    LOG.warn("an alert at {}@{} cannot be read", partition, record.offset(), e);
                }
            }
        }
    }
}
