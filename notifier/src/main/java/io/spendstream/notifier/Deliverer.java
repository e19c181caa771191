package io.spendstream.notifier;

import io.spendstream.contract.Topic;
import io.spendstream.contract.failpoint.FailPoint;
import io.spendstream.notifier.channel.Channel;
import io.spendstream.notifier.channel.Notice;
import io.spendstream.notifier.delivery.Backlog;
import io.spendstream.notifier.delivery.Delivery;
import io.spendstream.notifier.delivery.DeliveryLog;
import io.spendstream.notifier.delivery.DeliveryResult;
import io.spendstream.notifier.delivery.Marks;
import io.spendstream.notifier.delivery.Pending;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One channel at work, from one joining of its group to the next failure: takes alerts from the topic, delivers them one
 * at a time, marks what is settled, and commits up to the first that is not. Not thread-safe.
 */
final class Deliverer {
    private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);
    private static final Duration POLL_MAX = Duration.ofMillis(200);

    private final Channel channel;
    private final Consumer<byte[], byte[]> consumer;
    private final DeliveryLog log;
    private final InstantSource clock;
    private final NotifierConfig config;
    private final LaneState state;
    private final NotifierMeters meters;
    private final Attempt attempt;
    private final Backlog<Notice> backlog;
    private final Marks marks = new Marks(Topic.RETENTION);
    private final Map<TopicPartition, Long> taken = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Map<String, Delivery> unmarked;
    private boolean isPaused;

    Deliverer(LaneParts parts, Consumer<byte[], byte[]> consumer) {
        channel = parts.channel();
        log = parts.log();
        clock = parts.clock();
        config = parts.config();
        state = parts.state();
        meters = parts.meters();
        attempt = new Attempt(parts);
        unmarked = parts.unmarked();
        backlog = new Backlog<>(config.queueMax());
        this.consumer = consumer;
    }

    void subscribe() {
        consumer.subscribe(List.of(Topic.BUDGET_ALERTS.topicName()), new Rebalances());
    }

    /** Goes once around. */
    void turn() {
        pauseWhileFull();
        take(consumer.poll(backlog.untilDue(clock.instant(), POLL_MAX)));
        backlog.due(clock.instant()).ifPresent(this::settle);
        commit();
        state.queued(backlog.size());
    }

    private void pauseWhileFull() {
        boolean shouldPause = !backlog.hasRoomFor(config.pollRecordsMax());
        if (shouldPause) {
            consumer.pause(consumer.assignment());
        } else if (isPaused) {
            consumer.resume(consumer.assignment());
        }
        isPaused = shouldPause;
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            read(record).ifPresent(notice -> take(record, notice));
        }
        records.nextOffsets().forEach((partition, next) -> taken.put(partition, next.offset()));
    }

    private Optional<Notice> read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(Notice.read(record.value()));
        } catch (IOException e) {
            LOG.warn(
                    "channel {} passes over the record at {}-{}@{}: {}",
                    channel.name(),
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record, Notice notice) {
        if (!channel.route().takes(notice) || marks.has(notice.id())) {
            return;
        }
        Instant appendedAt = Instant.ofEpochMilli(record.timestamp());
        if (isExpired(appendedAt)) {
            meters.settled(DeliveryResult.EXPIRED);
            LOG.info("channel {} passes over alert {}: it is of {}", channel.name(), notice.id(), appendedAt);
            return;
        }
        var partition = new TopicPartition(record.topic(), record.partition());
        var alert = new Pending<>(notice, notice.id(), notice.subject(), partition, record.offset(), appendedAt);
        Optional.ofNullable(unmarked.get(notice.id())).ifPresent(alert::settled);
        backlog.add(alert);
    }

    private boolean isExpired(Instant appendedAt) {
        return appendedAt.plus(config.alertAgeMax()).isBefore(clock.instant());
    }

    private void settle(Pending<Notice> alert) {
        if (marks.has(alert.id())) {
            backlog.remove(alert);
            return;
        }
        if (alert.answer().isEmpty()) {
            if (isExpired(alert.appendedAt())) {
                attempt.expire(alert);
            } else {
                FailPoint.NOTIFIER_BEFORE_DELIVERY.hit();
                attempt.deliver(alert).ifPresent(backlog::holdUntil);
            }
        }
        alert.answer().ifPresent(delivery -> {
            FailPoint.NOTIFIER_AFTER_DELIVERY.hit();
            unmarked.put(alert.id(), delivery);
            mark(alert, delivery);
        });
    }

    /** Writes the mark; while that fails the alert is not sent again, only marked. */
    private void mark(Pending<Notice> alert, Delivery delivery) {
        try {
            log.write(alert.partition().partition(), delivery);
        } catch (IOException e) {
            attempt.failed(alert, NotifierMeters.Failure.MARK, "its mark was not written: " + e.getMessage());
            return;
        }
        FailPoint.NOTIFIER_AFTER_MARK.hit();
        unmarked.remove(alert.id());
        marks.addAll(List.of(delivery), clock.instant());
        backlog.remove(alert);
        meters.settled(delivery.result());
        if (delivery.result() == DeliveryResult.DELIVERED) {
            state.succeeded(Optional.of(delivery.settledAt()));
        }
    }

    /** Commits, for each partition, the place up to which everything is settled. */
    void commit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        taken.forEach((partition, next) -> {
            long settled = backlog.firstUnsettled(partition).orElse(next);
            if (!Long.valueOf(settled).equals(committed.get(partition))) {
                offsets.put(partition, new OffsetAndMetadata(settled));
            }
        });
        if (offsets.isEmpty()) {
            return;
        }
        try {
            FailPoint.NOTIFIER_BEFORE_COMMIT.hit();
            consumer.commitSync(offsets);
            FailPoint.NOTIFIER_AFTER_COMMIT.hit();
            offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
        } catch (RetriableException | RebalanceInProgressException | CommitFailedException e) {
            // a rebalance or a broker that is away; what is settled is marked, the commit may come later
            LOG.debug("channel {} commits later", channel.name(), e);
        }
    }

    private final class Rebalances implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                List<Delivery> deliveries = log.read(channel.name(), partitions);
                marks.addAll(deliveries, clock.instant());
                state.succeeded(Marks.lastSuccess(deliveries));
            }
            state.assigned();
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            commit();
            onPartitionsLost(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            backlog.drop(partitions);
            taken.keySet().removeAll(partitions);
            committed.keySet().removeAll(partitions);
        }
    }
}
