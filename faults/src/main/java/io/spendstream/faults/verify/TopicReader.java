package io.spendstream.faults.verify;

import io.spendstream.contract.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads whole topics, committed records only, past all faults. */
public final class TopicReader {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration READ_MAX = Duration.ofMinutes(2);

    private final String bootstrapServers;

    /** Reads from the broker at {@code bootstrapServers}. */
    public TopicReader(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Returns a consumer that sees what is committed, or everything. The caller closes it. */
    public KafkaConsumer<byte[], byte[]> consumer(boolean isCommittedOnly) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                isCommittedOnly ? "read_committed" : "read_uncommitted",
                "allow.auto.create.topics",
                false,
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest",
                "fetch.max.bytes",
                16 << 20);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Returns all committed records of {@code topic} up to where it ends now, partition by partition in order. */
    public List<ConsumerRecord<byte[], byte[]>> readAll(Topic topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(true)) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long deadline = System.nanoTime() + READ_MAX.toNanos();
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("%s not read to its end within %s".formatted(topic, READ_MAX));
                }
                consumer.poll(POLL).forEach(records::add);
            }
            return records;
        }
    }

    /** Returns the last committed record of each key of {@code topic}, except keys whose last record has no value. */
    public Map<String, ConsumerRecord<byte[], byte[]>> readTable(Topic topic) {
        Map<String, ConsumerRecord<byte[], byte[]>> table = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : readAll(topic)) {
            String key = new String(record.key(), java.nio.charset.StandardCharsets.UTF_8);
            if (record.value() == null) {
                table.remove(key);
            } else {
                table.put(key, record);
            }
        }
        return table;
    }

    /** Returns the partitions of {@code topic} where an open transaction hides records, and how many. */
    public Map<TopicPartition, Long> hidden(Topic topic) {
        Map<TopicPartition, Long> hidden = new TreeMap<>((a, b) -> Integer.compare(a.partition(), b.partition()));
        try (KafkaConsumer<byte[], byte[]> committed = consumer(true);
                KafkaConsumer<byte[], byte[]> all = consumer(false)) {
            List<TopicPartition> partitions = partitions(all, topic);
            Map<TopicPartition, Long> stable = committed.endOffsets(partitions);
            all.endOffsets(partitions).forEach((partition, end) -> {
                long difference = end - stable.getOrDefault(partition, 0L);
                if (difference > 0) {
                    hidden.put(partition, difference);
                }
            });
        }
        return hidden;
    }

    static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, Topic topic) {
        return consumer.partitionsFor(topic.topicName()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }
}
