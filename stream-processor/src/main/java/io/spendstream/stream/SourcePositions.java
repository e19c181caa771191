package io.spendstream.stream;

import io.spendstream.contract.Topic;
import io.spendstream.stream.intake.Arrivals;
import io.spendstream.stream.intake.SourceChangedException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
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
    private final Map<String, ?> kafkaSettings;

    /**
     * What is known before the processor starts.
     *
     * @param usageTopic the id of the usage topic
     * @param areComplete whether every partition has a position, so that none must be looked for
     */
    record Found(UUID usageTopic, boolean areComplete) {}

    /** Looks with {@code admin}, and where that is not enough with a consumer of {@code kafkaSettings}. */
    SourcePositions(Admin admin, String applicationId, Map<String, ?> kafkaSettings) {
        this.admin = admin;
        this.applicationId = applicationId;
        this.kafkaSettings = kafkaSettings;
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
            int partitions = describe(admin, topic.topicName()).partitions().size();
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
        Set<TopicPartition> processed = processedWithout(committed.keySet(), ends.keySet());
        if (!processed.isEmpty()) {
            // the first transaction of another process may have been committed between the two looks
            committed.putAll(committedAtRest(processed));
        }
        for (TopicPartition partition : firsts.keySet()) {
            long beginning = Objects.requireNonNull(beginnings.get(partition)).offset();
            Long position = committed.get(partition);
            if (position == null) {
                long end = Objects.requireNonNull(ends.get(partition)).offset();
                requireUnread(partition, processed.contains(partition) && end > 0);
                given.put(partition, new OffsetAndMetadata(beginning));
            } else {
                requireInside(
                        partition,
                        position,
                        beginning,
                        Objects.requireNonNull(ends.get(partition)).offset());
            }
        }
        return new Found(usageTopic(admin), given.isEmpty() || give(given));
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

    private void requireUnread(TopicPartition partition, boolean wasProcessed) {
        if (wasProcessed) {
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
        return committed(new ListConsumerGroupOffsetsSpec(), false);
    }

    /** Returns the same once no transaction is about to change it: of one that began before this is asked, how it ended. */
    private Map<TopicPartition, Long> committedAtRest(Set<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        return committed(new ListConsumerGroupOffsetsSpec().topicPartitions(partitions), true);
    }

    private Map<TopicPartition, Long> committed(ListConsumerGroupOffsetsSpec partitions, boolean isAtRest)
            throws ExecutionException, InterruptedException {
        var options = new ListConsumerGroupOffsetsOptions().requireStable(isAtRest);
        Map<TopicPartition, Long> committed = new HashMap<>();
        admin.listConsumerGroupOffsets(Map.of(applicationId, partitions), options)
                .partitionsToOffsetAndMetadata(applicationId)
                .get()
                .forEach((partition, position) -> {
                    if (position != null) {
                        committed.put(partition, position.offset());
                    }
                });
        return committed;
    }

    /** Returns the partitions of the usage topic that have no position, although a record of theirs was processed. */
    private Set<TopicPartition> processedWithout(Set<TopicPartition> known, Set<TopicPartition> all)
            throws ExecutionException, InterruptedException {
        String usage = Topic.USAGE.topicName();
        String changelog = "%s-%s-changelog".formatted(applicationId, Arrivals.STORE);
        Set<TopicPartition> missing = new HashSet<>(all);
        missing.removeAll(known);
        missing.removeIf(partition -> !partition.topic().equals(usage));
        if (missing.isEmpty() || !admin.listTopics().names().get().contains(changelog)) {
            return Set.of();
        }
        Set<TopicPartition> changes = new HashSet<>();
        for (TopicPartitionInfo partition : describe(admin, changelog).partitions()) {
            if (missing.contains(new TopicPartition(usage, partition.partition()))) {
                changes.add(new TopicPartition(changelog, partition.partition()));
            }
        }
        Set<TopicPartition> processed = new HashSet<>();
        for (TopicPartition partition : CommittedRecords.partitionsWithAny(changes, kafkaSettings)) {
            processed.add(new TopicPartition(usage, partition.partition()));
        }
        return processed;
    }

    private static TopicDescription describe(Admin admin, String topic)
            throws ExecutionException, InterruptedException {
        return Objects.requireNonNull(
                admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic));
    }

    /** Returns the id of the usage topic there is now. */
    static UUID usageTopic(Admin admin) throws ExecutionException, InterruptedException {
        return uuidOf(describe(admin, Topic.USAGE.topicName()));
    }

    private static UUID uuidOf(TopicDescription topic) {
        Uuid id = topic.topicId();
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }
}
