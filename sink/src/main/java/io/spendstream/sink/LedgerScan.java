package io.spendstream.sink;

import io.spendstream.contract.Topic;
import io.spendstream.sink.write.Rollup;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the committed records of the ledger topic, from its beginning to where it is told, in as many steps as it is told.
 * It belongs to no consumer group and changes nothing. Not thread-safe.
 */
public final class LedgerScan implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SILENCE_MAX = Duration.ofSeconds(30);
    private static final int POLL_RECORDS_MAX = 5_000;

    /** How much earlier than it happened the broker may have taken a line: clocks differ by some minutes. */
    private static final Duration AHEAD = Rollup.BUCKET;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final Set<TopicPartition> partitions;
    private final LedgerTopic.Extent opened;

    private LedgerScan(KafkaConsumer<byte[], byte[]> consumer, Admin admin) {
        this.consumer = consumer;
        this.admin = admin;
        partitions = consumer.partitionsFor(Topic.LEDGER.topicName()).stream()
                .map(info -> LedgerTopic.partition(info.partition()))
                .collect(Collectors.toUnmodifiableSet());
        opened = new LedgerTopic(admin, consumer).extent(partitions);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /**
     * Opens the topic with these client settings, such as {@code bootstrap.servers}.
     *
     * @throws IllegalStateException if there is none
     */
    public static LedgerScan open(Map<String, ?> kafka) {
        Map<String, Object> consumerSettings = new HashMap<>(kafka);
        consumerSettings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumerSettings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumerSettings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        consumerSettings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        consumerSettings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS_MAX);
        Map<String, Object> adminSettings = new HashMap<>(kafka);
        adminSettings.keySet().retainAll(AdminClientConfig.configNames());
        var consumer = new KafkaConsumer<>(consumerSettings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Admin admin = Admin.create(adminSettings);
        try {
            if (consumer.partitionsFor(Topic.LEDGER.topicName()).isEmpty()) {
                throw new IllegalStateException(
                        "there is no topic %s; has a stream processor ever run there?".formatted(Topic.LEDGER));
            }
            return new LedgerScan(consumer, admin);
        } catch (RuntimeException e) {
            consumer.close();
            admin.close();
            throw e;
        }
    }

    /** Returns which topic it is. */
    public UUID topicId() {
        return opened.topicId();
    }

    /** Returns the first offset there was of each partition when the scan was opened. */
    public Map<Integer, Long> beginnings() {
        return byNumber(opened.beginnings());
    }

    /** Returns the first offset there is of each partition at this moment. */
    public Map<Integer, Long> beginningsNow() {
        return byNumber(consumer.beginningOffsets(partitions));
    }

    /** Returns where the committed records of each partition end at this moment. */
    public Map<Integer, Long> ends() {
        return byNumber(consumer.endOffsets(partitions));
    }

    /**
     * Returns when the broker took the first records there are, the latest of all partitions that have lost some before
     * them; empty if none has lost any.
     */
    private Optional<Instant> oldestAfterLoss() {
        Map<TopicPartition, Long> times = new HashMap<>();
        opened.beginnings().forEach((partition, beginning) -> {
            if (beginning > 0) {
                times.put(partition, 0L);
            }
        });
        if (times.isEmpty()) {
            return Optional.empty();
        }
        long latest = 0;
        for (@Nullable
        OffsetAndTimestamp first : consumer.offsetsForTimes(times).values()) {
            latest = Math.max(latest, first == null ? System.currentTimeMillis() : first.timestamp());
        }
        return Optional.of(Instant.ofEpochMilli(latest));
    }

    /** Returns the first moment of which the topic has every line; empty if it has every line there ever was. */
    public Optional<Instant> completeSince() {
        return oldestAfterLoss().map(oldest -> oldest.plus(AHEAD));
    }

    /** Leaves out what cannot have happened at {@code time} or later. */
    public void skipToLinesSince(Instant time) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, time.minus(AHEAD).toEpochMilli()));
        consumer.offsetsForTimes(times).forEach((partition, found) -> skipTo(partition, found));
    }

    private void skipTo(TopicPartition partition, @Nullable OffsetAndTimestamp found) {
        if (found == null) {
            consumer.seekToEnd(List.of(partition));
        } else {
            consumer.seek(partition, found.offset());
        }
    }

    /**
     * Reads on until every partition has reached its {@code ends}, and hands over what each poll brings: each record
     * once, partition by partition in the order of offsets. A few may lie beyond their end.
     *
     * @throws IllegalStateException if the broker gives nothing for half a minute
     */
    public void readTo(Map<Integer, Long> ends, Consumer<ConsumerRecords<byte[], byte[]>> batches) {
        long heardAt = System.nanoTime();
        while (pauseAllAtTheirEnd(ends)) {
            ConsumerRecords<byte[], byte[]> batch = consumer.poll(POLL);
            batches.accept(batch);
            if (!batch.isEmpty()) {
                heardAt = System.nanoTime();
            } else if (System.nanoTime() - heardAt > SILENCE_MAX.toNanos()) {
                throw new IllegalStateException("topic %s gave nothing for %d s, though its end is not reached"
                        .formatted(Topic.LEDGER, SILENCE_MAX.toSeconds()));
            }
        }
    }

    /** Returns how far each partition was read. */
    public Map<Integer, Long> positions() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        partitions.forEach(partition -> positions.put(partition, consumer.position(partition)));
        return byNumber(positions);
    }

    /** Goes on at {@code offsets}; partitions that are not named stay where they are. */
    public void seek(Map<Integer, Long> offsets) {
        offsets.forEach((partition, offset) -> consumer.seek(LedgerTopic.partition(partition), offset));
    }

    /** Reads some more, if any partition has not reached its {@code ends} yet; a few records may lie beyond. */
    public ConsumerRecords<byte[], byte[]> readSome(Map<Integer, Long> ends) {
        return pauseAllAtTheirEnd(ends) ? consumer.poll(POLL) : ConsumerRecords.empty();
    }

    /** Returns whether every partition has reached its {@code ends}. */
    public boolean isAt(Map<Integer, Long> ends) {
        return !pauseAllAtTheirEnd(ends);
    }

    /** Returns whether any partition is not at its end yet. */
    private boolean pauseAllAtTheirEnd(Map<Integer, Long> ends) {
        boolean isLeft = false;
        for (TopicPartition partition : partitions) {
            boolean isAtEnd = consumer.position(partition) >= ends.getOrDefault(partition.partition(), 0L);
            if (isAtEnd) {
                consumer.pause(List.of(partition));
            } else {
                consumer.resume(List.of(partition));
            }
            isLeft |= !isAtEnd;
        }
        return isLeft;
    }

    private static Map<Integer, Long> byNumber(Map<TopicPartition, Long> offsets) {
        Map<Integer, Long> byNumber = new TreeMap<>();
        offsets.forEach((partition, offset) -> byNumber.put(partition.partition(), offset));
        return byNumber;
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
