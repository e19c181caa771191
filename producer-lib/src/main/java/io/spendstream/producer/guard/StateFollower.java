package io.spendstream.producer.guard;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.BudgetState;
import io.spendstream.contract.BudgetStateJson;
import io.spendstream.contract.BudgetStateKey;
import io.spendstream.contract.Topic;
import io.spendstream.producer.shipper.KafkaBrokers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the states of budgets from the first one on, on a daemon thread, and tells the guard. It asks the brokers for
 * the end of the topic about once a second: a poll that returns nothing does not say whether there is nothing or nobody.
 *
 * <p>When the brokers do not answer it lets go of its client, which would fill the log, and knocks until they are back;
 * then it reads all again, and the guard knows what it knew until that is done.
 */
final class StateFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BudgetGuard.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 500;
    private static final long CONTACT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long TIDY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final GuardConfig config;
    private final BudgetGuard.Feed feed;
    private final KafkaBrokers brokers;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;

    private StateFollower(GuardConfig config, BudgetGuard.Feed feed) {
        this.config = config;
        this.feed = feed;
        this.brokers = new KafkaBrokers(config.bootstrapServers(), Map.of());
        this.thread = new Thread(this::run, "spendstream-guard");
        thread.setDaemon(true);
    }

    static StateFollower start(GuardConfig config, BudgetGuard.Feed feed) {
        var follower = new StateFollower(config, feed);
        follower.thread.start();
        return follower;
    }

    private void run() {
        try {
            while (isOpen()) {
                if (brokers.areReachable()) {
                    readUntilItFails();
                }
                feed.pass();
                closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readUntilItFails() {
        var bytes = new ByteArrayDeserializer();
        try (var opened = new KafkaConsumer<>(config.consumerSettings(), bytes, bytes)) {
            consumer = opened;
            List<TopicPartition> partitions = partitions(opened);
            if (!partitions.isEmpty() && isOpen()) {
                read(opened, partitions);
            }
        } catch (WakeupException | InterruptException | TimeoutException e) {
            LOG.debug("Reading the states of budgets pauses", e);
        } catch (KafkaException | LinkageError e) {
            LOG.debug("Reading the states of budgets failed; it begins again", e);
        } finally {
            consumer = null;
        }
    }

    private void read(Consumer<byte[], byte[]> opened, List<TopicPartition> partitions) {
        opened.assign(partitions);
        opened.seekToBeginning(partitions);
        // an older state of an allowance may still be there, and must not undo the newest one while all are read
        Map<BudgetStateKey, BudgetState> first = new HashMap<>();
        boolean isCaughtUp = false;
        long contact = feed.nanoTime();
        long tidied = contact;
        while (isOpen()) {
            for (ConsumerRecord<byte[], byte[]> record : opened.poll(POLL)) {
                take(record, isCaughtUp ? null : first);
            }
            long now = feed.nanoTime();
            if ((!isCaughtUp || now - contact >= CONTACT_NANOS) && hasReadAll(opened, partitions)) {
                if (!isCaughtUp) {
                    feed.replace(first);
                    first = Map.of();
                }
                isCaughtUp = true;
                contact = now;
                feed.caughtUp(now);
            }
            feed.pass();
            if (now - tidied >= TIDY_NANOS) {
                tidied = now;
                feed.tidy();
                if (partitions(opened).size() != partitions.size()) {
                    return;
                }
            }
        }
    }

    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> opened) {
        return opened.partitionsFor(Topic.BUDGET_STATE.topicName(), ANSWER_WITHIN).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    private static boolean hasReadAll(Consumer<byte[], byte[]> opened, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = opened.endOffsets(partitions, ANSWER_WITHIN);
        for (TopicPartition partition : partitions) {
            if (opened.position(partition, ANSWER_WITHIN) < requireNonNull(ends.get(partition))) {
                return false;
            }
        }
        return true;
    }

    private void take(ConsumerRecord<byte[], byte[]> record, @Nullable Map<BudgetStateKey, BudgetState> first) {
        try {
            BudgetStateKey key = BudgetStateJson.readKey(record.key());
            BudgetState state = record.value() == null ? null : BudgetStateJson.read(record.value());
            if (first == null) {
                feed.take(key, state);
            } else if (state == null) {
                first.remove(key);
            } else {
                first.put(key, state);
            }
        } catch (RuntimeException e) {
            feed.unreadable(String.valueOf(e.getMessage()));
        }
    }

    private boolean isOpen() {
        return closing.getCount() > 0;
    }

    @Override
    public void close() {
        closing.countDown();
        Consumer<byte[], byte[]> open = consumer;
        if (open != null) {
            open.wakeup();
        }
        try {
            thread.join(CLOSE_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
