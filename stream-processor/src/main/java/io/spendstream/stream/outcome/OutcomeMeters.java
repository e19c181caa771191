package io.spendstream.stream.outcome;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spendstream.contract.Dimension;
import io.spendstream.contract.RejectionReason;
import io.spendstream.contract.Topic;
import io.spendstream.contract.TotalJson;
import io.spendstream.contract.TotalKey;
import io.spendstream.stream.totals.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what became of the records received: {@code ai_events_accepted_total}, {@code ai_events_corrected_total},
 * {@code ai_events_duplicate_total} and {@code ai_events_rejected_total} by {@code reason}, which add up to the records
 * received.
 *
 * <p>The counts are the committed totals of {@link Dimension#OUTCOME}. All of these are on one partition, and so with
 * one instance of those that share the work; the others show zero, and the sum over the instances is right. The meters
 * appear once the totals have been read to their end: until then the counts are not zero but unknown.
 *
 * <p>Thread-safe.
 */
public final class OutcomeMeters implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeMeters.class);
    private static final String PREFIX = "ai.events.";

    private final MeterRegistry registry;
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final List<Meter> meters = new ArrayList<>(); // guarded by this
    private final CommittedReader reader;

    private OutcomeMeters(MeterRegistry registry, String groupId, Map<String, ?> kafkaSettings) {
        this.registry = registry;
        this.reader = CommittedReader.start(Topic.TOTALS, groupId, kafkaSettings, Reading::new);
    }

    /** Starts to count, sharing partitions with the other instances of {@code groupId}. */
    public static OutcomeMeters start(MeterRegistry registry, String groupId, Map<String, ?> kafkaSettings) {
        return new OutcomeMeters(registry, groupId, kafkaSettings);
    }

    private synchronized void register() {
        if (!meters.isEmpty()) {
            return;
        }
        add(Outcome.ACCEPTED, "Usage events counted");
        add(Outcome.CORRECTED, "Usage events that corrected one that was counted");
        add(Outcome.DUPLICATE, "Usage events that were counted already");
        for (RejectionReason reason : RejectionReason.values()) {
            Outcome outcome = Outcome.rejected(reason);
            meters.add(FunctionCounter.builder(PREFIX + "rejected", counts, all -> count(all, outcome))
                    .description("Records refused and written to the dead letters, by reason")
                    .tag("reason", outcome.code())
                    .register(registry));
        }
    }

    private void add(Outcome outcome, String description) {
        meters.add(FunctionCounter.builder(PREFIX + outcome.code(), counts, all -> count(all, outcome))
                .description(description)
                .register(registry));
    }

    private static double count(Map<String, Long> counts, Outcome outcome) {
        return counts.getOrDefault(outcome.code(), 0L);
    }

    @Override
    public void close() {
        reader.close();
        synchronized (this) {
            meters.forEach(registry::remove);
            meters.clear();
        }
    }

    /** Reads from the beginning whatever it is assigned; on one thread. */
    private final class Reading implements CommittedReader.Listener {
        private final Set<TopicPartition> withOutcomes = new HashSet<>();
        private boolean isAssigned;
        private boolean isCaughtUp;

        @Override
        public void assigned(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
            isAssigned = true;
            consumer.seekToBeginning(partitions);
        }

        @Override
        public void revoked(Collection<TopicPartition> partitions) {
            if (withOutcomes.removeAll(partitions)) {
                counts.clear();
            }
        }

        @Override
        public void take(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
            for (ConsumerRecord<byte[], byte[]> total : records) {
                count(total);
            }
            if (isAssigned && !isCaughtUp) {
                isCaughtUp = consumer.endOffsets(consumer.assignment()).entrySet().stream()
                        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
                if (isCaughtUp) {
                    register();
                }
            }
        }

        private void count(ConsumerRecord<byte[], byte[]> total) {
            try {
                TotalKey key = TotalJson.readKey(total.key());
                if (key.dimension() == Dimension.OUTCOME) {
                    withOutcomes.add(new TopicPartition(total.topic(), total.partition()));
                    counts.put(
                            key.values().get(0),
                            TotalJson.readTotal(total.value()).calls());
                }
            } catch (IllegalArgumentException e) {
                LOG.warn("a total at {}-{}@{} cannot be read", total.topic(), total.partition(), total.offset(), e);
            }
        }
    }
}
