package io.spendstream.stream.outcome;

import io.micrometer.core.instrument.MeterRegistry;
import io.spendstream.contract.BudgetStateJson;
import io.spendstream.contract.Topic;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is spent of each budget: {@code ai_budget_limit_cents} and {@code ai_budget_used_cents}, or {@code …_tokens},
 * {@code ai_budget_used_ratio} and {@code ai_budget_reset_timestamp_seconds}, by {@code budget}, {@code team} and {@code
 * period}.
 *
 * <p>Of a budget that is kept apart by values, the value nearest to the limit is shown: sessions and agents are no
 * labels. The states are shared out over the instances, so the highest of what they show is right. At most {@link
 * BudgetGauges#SERIES_MAX} budgets and teams are shown.
 *
 * <p>Thread-safe.
 */
public final class BudgetMeters implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BudgetMeters.class);

    private final BudgetGauges gauges;
    private final CommittedReader reader;

    private BudgetMeters(MeterRegistry registry, InstantSource clock, String groupId, Map<String, ?> kafkaSettings) {
        gauges = new BudgetGauges(registry, clock);
        reader = CommittedReader.start(Topic.BUDGET_STATE, groupId, kafkaSettings, Reading::new);
    }

    /** Starts to show states, sharing partitions with the other instances of {@code groupId}. */
    public static BudgetMeters start(
            MeterRegistry registry, InstantSource clock, String groupId, Map<String, ?> kafkaSettings) {
        return new BudgetMeters(registry, clock, groupId, kafkaSettings);
    }

    @Override
    public void close() {
        reader.close();
        gauges.clear();
    }

    /** Reads from the beginning whatever it is assigned; on one thread. */
    private final class Reading implements CommittedReader.Listener {
        @Override
        public void assigned(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
            consumer.seekToBeginning(partitions);
        }

        @Override
        public void revoked(Collection<TopicPartition> partitions) {
            partitions.forEach(partition -> gauges.drop(partition.partition()));
        }

        @Override
        public void take(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
            for (TopicPartition partition : records.partitions()) {
                Map<Bytes, ConsumerRecord<byte[], byte[]>> last = new HashMap<>();
                records.records(partition).forEach(record -> last.put(Bytes.wrap(record.key()), record));
                last.forEach(this::show);
            }
        }

        private void show(Bytes key, ConsumerRecord<byte[], byte[]> record) {
            if (record.value() == null) {
                gauges.remove(record.partition(), key);
                return;
            }
            try {
                gauges.put(record.partition(), key, BudgetStateJson.read(record.value()));
            } catch (IllegalArgumentException e) {
                LOG.warn("a budget state at {}@{} cannot be read", record.partition(), record.offset(), e);
            }
        }
    }
}
