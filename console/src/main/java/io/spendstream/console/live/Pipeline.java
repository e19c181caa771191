package io.spendstream.console.live;

import io.spendstream.contract.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** How far the stream processor and the sink are behind, and what was refused, as the broker says. */
final class Pipeline {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Admin admin;
    private final String applicationId;

    Pipeline(Admin admin, String applicationId) {
        this.admin = admin;
        this.applicationId = applicationId;
    }

    /**
     * Returns how many records of the ledger topic are not in the tables, those that retention deleted left aside.
     *
     * @param positions how far the tables have it
     */
    long sinkLag(Map<Integer, Long> positions) throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, Long> begins = offsets(Topic.LEDGER, OffsetSpec.earliest());
        long lag = 0;
        for (Map.Entry<TopicPartition, Long> end :
                offsets(Topic.LEDGER, OffsetSpec.latest()).entrySet()) {
            long begin = begins.getOrDefault(end.getKey(), 0L);
            long position = positions.getOrDefault(end.getKey().partition(), begin);
            lag += Math.max(0, end.getValue() - Math.max(position, begin));
        }
        return lag;
    }

    /** Returns how many usage events the stream processors have not taken yet. */
    long processorLag() throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(applicationId)
                .partitionsToOffsetAndMetadata()
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        Map<TopicPartition, Long> begins = offsets(Topic.USAGE, OffsetSpec.earliest());
        long lag = 0;
        for (Map.Entry<TopicPartition, Long> end :
                offsets(Topic.USAGE, OffsetSpec.latest()).entrySet()) {
            long begin = begins.getOrDefault(end.getKey(), 0L);
            OffsetAndMetadata position = committed.get(end.getKey());
            lag += Math.max(0, end.getValue() - Math.max(position == null ? begin : position.offset(), begin));
        }
        return lag;
    }

    /** Returns how many offsets of the dead letters are newer than {@code since}. */
    long refusedSince(Instant since) throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, Long> first = offsets(Topic.DEAD_LETTERS, OffsetSpec.forTimestamp(since.toEpochMilli()));
        long refused = 0;
        for (Map.Entry<TopicPartition, Long> end :
                offsets(Topic.DEAD_LETTERS, OffsetSpec.latest()).entrySet()) {
            long begin = first.getOrDefault(end.getKey(), -1L);
            refused += begin < 0 ? 0 : end.getValue() - begin;
        }
        return refused;
    }

    private Map<TopicPartition, Long> offsets(Topic topic, OffsetSpec spec)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (TopicPartitionInfo partition : java.util.Objects.requireNonNull(
                        admin.describeTopics(java.util.List.of(topic.topicName()))
                                .topicNameValues()
                                .get(topic.topicName()))
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .partitions()) {
            wanted.put(new TopicPartition(topic.topicName(), partition.partition()), spec);
        }
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> found : admin.listOffsets(wanted)
                .all()
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .entrySet()) {
            offsets.put(found.getKey(), found.getValue().offset());
        }
        return offsets;
    }
}
