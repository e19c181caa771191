package io.spendstream.stream;

import io.spendstream.contract.Topic;
import io.spendstream.stream.intake.Arrivals;
import io.spendstream.stream.intake.SourceChangedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a stream processor begins to read what agents and operators sent. It has a position from its first start on, and
 * is never given another by itself: a position that is gone, or that the topic no longer has, means that events were not
 * processed or would be processed as if they were new, and a person has to decide.
 */
final class SourcePositions {
    private static final Logger LOG = LoggerFactory.getLogger(SourcePositions.class);
    private static final List<Topic> SOURCES = List.of(Topic.USAGE, Topic.CORRECTIONS);

    private final Admin admin;
    private final String applicationId;

    /**
     * What is known before the processor starts.
     *
     * @param usageTopic the id of the usage topic
     * @param areComplete whether every partition has a position, so that none must be looked for
     */
    record Found(UUID usageTopic, boolean areComplete) {}

    SourcePositions(Admin admin, String applicationId) {
        this.admin = admin;
        this.applicationId = applicationId;
    }

    /**
     * Checks the positions, and gives one to each partition that was never read.
     *
     * @throws SourceChangedException if going on from them would lose events
     */
    Found ensure() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> firsts = new HashMap<>();
        Map<TopicPartition, OffsetSpec> lasts = new HashMap<>();
        for (Topic topic : SOURCES) {
            int partitions = describe(topic.topicName()).partitions().size();
            IntStream.range(0, partitions).forEach(partition -> {
                firsts.put(new TopicPartition(topic.topicName(), partition), OffsetSpec.earliest());
                lasts.put(new TopicPartition(topic.topicName(), partition), OffsetSpec.latest());
            });
        }
        Map<TopicPartition, ListOffsetsResultInfo> beginnings =
                admin.listOffsets(firsts).all().get();
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                admin.listOffsets(lasts).all().get();
        Map<TopicPartition, Long> committed = committed();
        Map<TopicPartition, OffsetAndMetadata> given = new HashMap<>();
        Map<Integer, Long> processed = processed();
        for (TopicPartition partition : firsts.keySet()) {
            long beginning = Objects.requireNonNull(beginnings.get(partition)).offset();
            Long position = committed.get(partition);
            if (position == null) {
                long end = Objects.requireNonNull(ends.get(partition)).offset();
                requireUnread(partition, processed.getOrDefault(partition.partition(), 0L), end);
                given.put(partition, new OffsetAndMetadata(beginning));
            } else {
                requireInside(
                        partition,
                        position,
                        beginning,
                        Objects.requireNonNull(ends.get(partition)).offset());
            }
        }
        return new Found(uuidOf(describe(Topic.USAGE.topicName())), given.isEmpty() || give(given));
    }

    private static void requireInside(TopicPartition partition, long position, long beginning, long end) {
        if (position < beginning) {
            throw new SourceChangedException(
                    "records of %s are lost: partition %d was processed up to offset %d, but the topic begins at %d, so its retention has deleted some unread. To go on without them, set the position: kafka-consumer-groups.sh --reset-offsets --to-earliest"
                            .formatted(partition.topic(), partition.partition(), position, beginning));
        }
        if (position > end) {
            throw new SourceChangedException(
                    "topic %s is not what it was: partition %d was processed up to offset %d, but it ends at %d. It was made anew, or a broker has lost records: bring the old topic back"
                            .formatted(partition.topic(), partition.partition(), position, end));
        }
    }

    private void requireUnread(TopicPartition partition, long processed, long end) {
        boolean isUsage = partition.topic().equals(Topic.USAGE.topicName());
        if (isUsage && processed > 0 && end > 0) {
            throw new SourceChangedException(
                    "the position of %s in %s is gone, although records were processed: the topic was made anew, or the group %s was away for longer than the broker keeps positions (offsets.retention.minutes). Bring the old topic back; or set the position, a little before the time when it last worked: kafka-consumer-groups.sh --group %s --topic %s:%d --reset-offsets --to-datetime"
                            .formatted(
                                    applicationId,
                                    partition,
                                    applicationId,
                                    applicationId,
                                    partition.topic(),
                                    partition.partition()));
        }
    }

    /** Returns whether the group has them now; it has not if other processes of an older version are at work in it. */
    private boolean give(Map<TopicPartition, OffsetAndMetadata> given) throws ExecutionException, InterruptedException {
        try {
            admin.alterConsumerGroupOffsets(applicationId, given).all().get();
            return true;
        } catch (ExecutionException e) {
            if (committed().keySet().containsAll(given.keySet())) {
                return true; // another process was quicker
            }
            LOG.warn(
                    "the positions of {} could not be set, because others work in the group already: {}",
                    given.keySet(),
                    String.valueOf(e.getCause()));
            return false;
        }
    }

    private Map<TopicPartition, Long> committed() throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> committed = new HashMap<>();
        admin.listConsumerGroupOffsets(applicationId)
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, position) -> {
                    if (position != null) {
                        committed.put(partition, position.offset());
                    }
                });
        return committed;
    }

    /** Returns how much state was written for each partition: nothing, if none of its records was ever processed. */
    private Map<Integer, Long> processed() throws ExecutionException, InterruptedException {
        String changelog = "%s-%s-changelog".formatted(applicationId, Arrivals.STORE);
        if (!admin.listTopics().names().get().contains(changelog)) {
            return Map.of();
        }
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        describe(changelog)
                .partitions()
                .forEach(partition ->
                        ends.put(new TopicPartition(changelog, partition.partition()), OffsetSpec.latest()));
        Map<Integer, Long> processed = new HashMap<>();
        admin.listOffsets(ends)
                .all()
                .get()
                .forEach((partition, end) -> processed.put(partition.partition(), end.offset()));
        return processed;
    }

    private TopicDescription describe(String topic) throws ExecutionException, InterruptedException {
        return Objects.requireNonNull(
                admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic));
    }

    /** Returns the id of the usage topic there is now. */
    UUID usageTopic() throws ExecutionException, InterruptedException {
        return uuidOf(describe(Topic.USAGE.topicName()));
    }

    private static UUID uuidOf(TopicDescription topic) {
        Uuid id = topic.topicId();
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }
}
