package io.spendstream.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Where anything was ever committed. Offsets do not tell: a transaction that was aborted has taken some too, and one of a
 * processor that dies with its first records has taken the first ones.
 */
final class CommittedRecords {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration READ_MAX = Duration.ofMinutes(1);

    private CommittedRecords() {}

    /**
     * Returns those of {@code partitions} that hold a committed record. What is in a transaction that is open does not
     * count yet.
     *
     * @throws ExecutionException if they cannot be read; the cause says why
     */
    static Set<TopicPartition> partitionsWithAny(Collection<TopicPartition> partitions, Map<String, ?> kafkaSettings)
            throws ExecutionException {
        Map<String, Object> settings = new HashMap<>(kafkaSettings);
        settings.keySet().retainAll(ConsumerConfig.configNames());
        settings.keySet().removeAll(Set.of(ConsumerConfig.GROUP_ID_CONFIG, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG));
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        var bytes = new ByteArrayDeserializer();
        try (var consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
            return partitionsWithAny(consumer, partitions);
        } catch (KafkaException e) {
            throw new ExecutionException(e);
        }
    }

    private static Set<TopicPartition> partitionsWithAny(
            Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<TopicPartition> open = new ArrayList<>(partitions);
        Set<TopicPartition> found = new HashSet<>();
        long deadline = System.nanoTime() + READ_MAX.toNanos();
        while (true) {
            open.removeIf(partition ->
                    found.contains(partition) || consumer.position(partition) >= ends.getOrDefault(partition, 0L));
            if (open.isEmpty()) {
                return found;
            }
            if (System.nanoTime() > deadline) {
                throw new KafkaException("%s were not read within %s".formatted(open, READ_MAX));
            }
            found.addAll(consumer.poll(POLL).partitions());
        }
    }
}
