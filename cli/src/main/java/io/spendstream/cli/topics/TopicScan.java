package io.spendstream.cli.topics;

import io.spendstream.contract.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the committed records of a topic from its beginning to where its end was when the scan started. It belongs to
 * no consumer group and changes nothing.
 */
public final class TopicScan {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SILENCE_MAX = Duration.ofSeconds(30);

    private TopicScan() {}

    /**
     * Hands each record to {@code consumer}, partition by partition in offset order, until it returns false.
     *
     * @throws IllegalStateException if there is no such topic, or the broker gives nothing for half a minute
     */
    public static void run(Map<String, Object> kafka, Topic topic, Predicate<ConsumerRecord<byte[], byte[]>> consumer) {
        try (Consumer<byte[], byte[]> records = open(kafka)) {
            List<TopicPartition> partitions = records.partitionsFor(topic.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new IllegalStateException(
                        "there is no topic %s; has a stream processor ever run there?".formatted(topic));
            }
            records.assign(partitions);
            records.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = records.endOffsets(partitions);
            long heardAt = System.nanoTime();
            while (!isAtEnd(records, ends)) {
                var batch = records.poll(POLL);
                if (!batch.isEmpty()) {
                    heardAt = System.nanoTime();
                } else if (System.nanoTime() - heardAt > SILENCE_MAX.toNanos()) {
                    throw new IllegalStateException("topic %s gave nothing for %d s, though its end is not reached"
                            .formatted(topic, SILENCE_MAX.toSeconds()));
                }
                for (ConsumerRecord<byte[], byte[]> record : batch) {
                    if (!consumer.test(record)) {
                        return;
                    }
                }
            }
        }
    }

    /** Returns whether there is such a topic. */
    public static boolean exists(Map<String, Object> kafka, Topic topic) {
        try (Consumer<byte[], byte[]> records = open(kafka)) {
            return !records.partitionsFor(topic.topicName()).isEmpty();
        }
    }

    /** Returns a consumer of committed records, for {@code kafka}. */
    public static Consumer<byte[], byte[]> open(Map<String, Object> kafka) {
        Map<String, Object> properties = new TreeMap<>(kafka);
        properties.put("isolation.level", "read_committed");
        properties.put("enable.auto.commit", "false");
        properties.put("allow.auto.create.topics", "false");
        properties.put("auto.offset.reset", "earliest");
        properties.put("fetch.max.wait.ms", "20");
        properties.put("max.poll.records", "2000");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static boolean isAtEnd(Consumer<?, ?> records, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> records.position(end.getKey()) >= end.getValue());
    }
}
