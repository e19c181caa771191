package io.spendstream.cli.topics;

import io.spendstream.cli.progress.Progress;
import io.spendstream.cli.progress.Work;
import io.spendstream.contract.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the committed records of a topic from its beginning to where its end was when the scan started. It belongs to
 * no consumer group and changes nothing.
 */
public final class TopicScan {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SILENCE_MAX = Duration.ofSeconds(30);

    /** People wait for the answer; the clients' own minute would feel like hanging. */
    private static final String ANSWER_WITHIN_MILLIS = "10000";

    private TopicScan() {}

    /**
     * Hands each record to {@code consumer}, partition by partition in offset order, until it returns false.
     *
     * @throws IllegalStateException if there is no such topic, or the broker gives nothing for half a minute
     */
    public static void run(Map<String, Object> kafka, Topic topic, Predicate<ConsumerRecord<byte[], byte[]>> consumer) {
        run(kafka, topic, Work.unseen(), consumer);
    }

    /** Does the same and says to {@code progress} how far it is. */
    public static void run(
            Map<String, Object> kafka,
            Topic topic,
            Progress progress,
            Predicate<ConsumerRecord<byte[], byte[]>> consumer) {
        try (Work work = progress.begin("reading %s from %s".formatted(topic, servers(kafka)), "records", 0)) {
            run(kafka, topic, work, consumer);
        }
    }

    private static void run(
            Map<String, Object> kafka, Topic topic, Work work, Predicate<ConsumerRecord<byte[], byte[]>> consumer) {
        try (Consumer<byte[], byte[]> records = openAtBeginning(kafka, topic)) {
            Map<TopicPartition, Long> ends = records.endOffsets(records.assignment());
            long start = sumOfPositions(records);
            long expected = ends.values().stream().mapToLong(Long::longValue).sum() - start;
            work.expect(expected);
            long heardAt = System.nanoTime();
            while (!isAtEnd(records, ends)) {
                var batch = records.poll(POLL);
                if (!batch.isEmpty()) {
                    heardAt = System.nanoTime();
                } else if (System.nanoTime() - heardAt > SILENCE_MAX.toNanos()) {
                    throw new IllegalStateException(
                            "topic %s of Kafka at %s gave nothing for %d s, though its end is not reached; look at the broker's log, then try again"
                                    .formatted(topic, servers(kafka), SILENCE_MAX.toSeconds()));
                }
                for (ConsumerRecord<byte[], byte[]> record : batch) {
                    if (!consumer.test(record)) {
                        return;
                    }
                }
                work.advanceTo(Math.min(sumOfPositions(records) - start, expected)); // what came since is read too
            }
        }
    }

    /**
     * Returns a consumer of the committed records of {@code topic} from the oldest on.
     *
     * @throws IllegalStateException if there is no such topic
     */
    public static Consumer<byte[], byte[]> openAtBeginning(Map<String, Object> kafka, Topic topic) {
        return open(kafka, topic, Consumer::seekToBeginning);
    }

    /**
     * Returns a consumer of what is committed to {@code topic} from now on: nothing later is missed.
     *
     * @throws IllegalStateException if there is no such topic
     */
    public static Consumer<byte[], byte[]> openAtEnd(Map<String, Object> kafka, Topic topic) {
        return open(kafka, topic, Consumer::seekToEnd);
    }

    private static Consumer<byte[], byte[]> open(
            Map<String, Object> kafka,
            Topic topic,
            BiConsumer<Consumer<byte[], byte[]>, Collection<TopicPartition>> seek) {
        Consumer<byte[], byte[]> records = connect(kafka);
        try {
            List<TopicPartition> partitions = records.partitionsFor(topic.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new IllegalStateException(
                        "there is no topic %s on Kafka at %s; start a stream processor there, it creates the topics, or correct --bootstrap-servers"
                                .formatted(topic, servers(kafka)));
            }
            records.assign(partitions);
            seek.accept(records, partitions);
            partitions.forEach(records::position); // a seek is only carried out when its place is asked for
            return records;
        } catch (KafkaException e) {
            records.close(CloseOptions.timeout(Duration.ZERO));
            throw new IllegalStateException("Kafka at %s does not answer".formatted(servers(kafka)), e);
        } catch (RuntimeException e) {
            records.close();
            throw e;
        }
    }

    /** Returns whether there is such a topic. */
    public static boolean exists(Map<String, Object> kafka, Topic topic) {
        try (Consumer<byte[], byte[]> records = open(kafka)) {
            return !records.partitionsFor(topic.topicName()).isEmpty();
        } catch (KafkaException e) {
            throw new IllegalStateException("Kafka at %s does not answer".formatted(servers(kafka)), e);
        }
    }

    /** Returns a consumer of committed records, for {@code kafka}. */
    public static Consumer<byte[], byte[]> open(Map<String, Object> kafka) {
        Map<String, Object> properties = new TreeMap<>(kafka);
        properties.putIfAbsent("default.api.timeout.ms", ANSWER_WITHIN_MILLIS);
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

    private static Consumer<byte[], byte[]> connect(Map<String, Object> kafka) {
        try {
            return open(kafka);
        } catch (KafkaException e) {
            throw new IllegalStateException("Kafka at %s cannot be asked".formatted(servers(kafka)), e);
        }
    }

    private static String servers(Map<String, Object> kafka) {
        return String.valueOf(kafka.get("bootstrap.servers"));
    }

    private static long sumOfPositions(Consumer<?, ?> records) {
        return records.assignment().stream().mapToLong(records::position).sum();
    }
}
