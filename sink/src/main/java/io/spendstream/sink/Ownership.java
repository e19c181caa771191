package io.spendstream.sink;

import io.spendstream.contract.Topic;
import io.spendstream.contract.failpoint.FailPoint;
import io.spendstream.sink.write.LedgerRow;
import io.spendstream.sink.write.Positions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which partitions are this sink's: the group assigns them, the database has the last word on where they stand.
 *
 * <pre>
 * assigned (paused) ── claimed: epoch + 1, position read ──► flowing ── revoked or lost ──► gone, what waits is dropped
 * </pre>
 *
 * Not thread-safe; the listener's methods are called inside poll, by the sink's thread.
 */
final class Ownership implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);

    /** How long the topic may seem to end before our position: a new leader learns late what its followers have. */
    private static final Duration SHORT_TOPIC_MAX = Duration.ofMinutes(1);

    private final Consumer<byte[], byte[]> consumer;
    private final LedgerTopic topic;
    private final TopicIdentity identity;
    private final boolean mayStartIncomplete;
    private final Positions positions = new Positions(Topic.LEDGER.topicName());
    private final Claims claims;
    private final Runnable beforeGone;
    private final IntConsumer whenGone;
    private final InstantSource clock;

    // used by the sink's thread only
    private @Nullable Instant tooShortSince;

    // written by the sink's thread, read by any
    private volatile boolean wasAssigned;

    Ownership(
            Consumer<byte[], byte[]> consumer,
            LedgerTopic topic,
            boolean mayStartIncomplete,
            Claims claims,
            Runnable beforeGone,
            IntConsumer whenGone,
            InstantSource clock) {
        this.consumer = consumer;
        this.topic = topic;
        this.mayStartIncomplete = mayStartIncomplete;
        identity = new TopicIdentity(topic);
        this.claims = claims;
        this.beforeGone = beforeGone;
        this.whenGone = whenGone;
        this.clock = clock;
    }

    /** Returns whether the group has spoken; to a sink too many it gives nothing. */
    boolean wasAssigned() {
        return wasAssigned;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            if (partition.partition() >= LedgerRow.PARTITIONS_MAX) {
                throw new SinkStoppedException(
                        "%s must have at most %d partitions".formatted(partition.topic(), LedgerRow.PARTITIONS_MAX),
                        null);
            }
            consumer.seek(partition, 0); // any position: without one the consumer would look for it in Kafka
            claims.assigned(partition.partition());
        }
        consumer.pause(partitions);
        wasAssigned = true;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        beforeGone.run();
        for (TopicPartition partition : partitions) {
            claims.gone(partition.partition());
            whenGone.accept(partition.partition());
        }
    }

    /**
     * Claims the partitions that are assigned and not claimed yet, and goes to where the database says they stand.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException if the broker does not answer in time
     * @throws SinkStoppedException if lines between the position and the topic are missing
     */
    void claim(DatabaseLink database) {
        List<Integer> unclaimed = claims.unclaimed();
        if (unclaimed.isEmpty()) {
            return;
        }
        FailPoint.SINK_BEFORE_CLAIM.hit();
        LedgerTopic.Extent extent =
                topic.extent(unclaimed.stream().map(LedgerTopic::partition).toList());
        database.attempt(handle -> claim(handle, unclaimed, extent)).ifPresent(claimed -> begin(claimed, extent));
    }

    /** Claims in one transaction, which is rolled back where going on would lose lines. */
    private Map<Integer, Positions.Claimed> claim(Handle handle, List<Integer> unclaimed, LedgerTopic.Extent extent) {
        return handle.inTransaction(transaction -> {
            Map<Integer, Positions.Claimed> claimed = new TreeMap<>();
            for (int partition : unclaimed) {
                long beginning = extent.beginning(partition);
                Positions.Claimed claim = positions.claim(transaction, partition, extent.topicId(), beginning);
                requireUnbroken(partition, claim, extent, beginning);
                claimed.put(partition, claim);
            }
            return claimed;
        });
    }

    private void requireUnbroken(int partition, Positions.Claimed claim, LedgerTopic.Extent extent, long beginning) {
        if (!claim.topicId().equals(extent.topicId())) {
            throw TopicIdentity.otherTopic(extent.topicId(), claim.topicId());
        }
        boolean isFirst = claim.epoch() == 1 && claim.nextOffset() == beginning;
        if (isFirst && beginning > 0 && !mayStartIncomplete) {
            throw new SinkStoppedException(
                    "lines of %s are lost: the tables have none of partition %d, and the topic begins at offset %d. Restore the tables from a backup; or, to begin without those lines, set %s=true"
                            .formatted(Topic.LEDGER, partition, beginning, SinkConfig.START_INCOMPLETE),
                    null);
        }
        if (claim.nextOffset() < beginning) {
            throw new SinkStoppedException(
                    "lines of %s are lost: partition %d is written up to offset %d, but the topic begins at %d. Write what is missing by replaying the usage topic, then set sink_position.next_offset"
                            .formatted(Topic.LEDGER, partition, claim.nextOffset(), beginning),
                    null);
        }
    }

    /** Returns who knows whether the topic is still the one that was claimed. */
    TopicIdentity identity() {
        return identity;
    }

    private void begin(Map<Integer, Positions.Claimed> claimed, LedgerTopic.Extent extent) {
        identity.claimed(extent.topicId());
        FailPoint.SINK_AFTER_CLAIM.hit();
        boolean isTooShort = false;
        for (Map.Entry<Integer, Positions.Claimed> entry : claimed.entrySet()) {
            int partition = entry.getKey();
            Positions.Claimed claim = entry.getValue();
            if (claim.nextOffset() > extent.end(partition)) {
                isTooShort = true;
                waitForBroker(partition, claim.nextOffset(), extent.end(partition));
                continue;
            }
            TopicPartition flowing = LedgerTopic.partition(partition);
            consumer.seek(flowing, claim.nextOffset());
            consumer.resume(List.of(flowing));
            claims.claimed(partition, new Claims.Claim(claim.epoch(), claim.nextOffset()));
            LOG.info(
                    "partition {} of the ledger is written here from offset {} on, epoch {}",
                    partition,
                    claim.nextOffset(),
                    claim.epoch());
        }
        if (!isTooShort) {
            tooShortSince = null;
        }
    }

    private void waitForBroker(int partition, long position, long end) {
        Instant now = clock.instant();
        if (tooShortSince == null) {
            tooShortSince = now;
            LOG.warn(
                    "partition {} of the ledger ends at {}, before its position {}; waiting for the broker",
                    partition,
                    end,
                    position);
        }
        if (now.isAfter(tooShortSince.plus(SHORT_TOPIC_MAX))) {
            throw new SinkStoppedException(
                    "lines of the ledger are lost at the broker: partition %d was written up to offset %d, the topic ends at %d"
                            .formatted(partition, position, end),
                    null);
        }
    }
}
