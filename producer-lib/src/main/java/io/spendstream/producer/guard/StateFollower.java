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
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
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
 * then it reads all again, and the guard knows what it knew until that is done. Whatever else goes wrong, it does the
 * same: a guard whose follower has died would hold calls to what was spent yesterday.
 */
final class StateFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BudgetGuard.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 500;
    private static final long CONTACT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long TIDY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final BudgetGuard.Feed feed;
    private final BooleanSupplier areReachable;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;

    private StateFollower(
            BudgetGuard.Feed feed, BooleanSupplier areReachable, Supplier<Consumer<byte[], byte[]>> consumers) {
        this.feed = feed;
        this.areReachable = areReachable;
        this.consumers = consumers;
        this.thread = new Thread(this::run, "spendstream-guard");
        thread.setDaemon(true);
    }

    static StateFollower start(GuardConfig config, BudgetGuard.Feed feed) {
        var brokers = new KafkaBrokers(config.bootstrapServers(), Map.of());
        return start(
                feed,
                brokers::areReachable,
                () -> new KafkaConsumer<>(
                        config.consumerSettings(), new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /** Begins to read by a client of {@code consumers}, a new one after each failure, while {@code areReachable}. */
    static StateFollower start(
            BudgetGuard.Feed feed, BooleanSupplier areReachable, Supplier<Consumer<byte[], byte[]>> consumers) {
        var follower = new StateFollower(feed, areReachable, consumers);
        follower.thread.start();
        return follower;
    }

    private void run() {
        try {
            while (isOpen()) {
                attempt();
                closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads until that fails, however it does: a failure that went further would be the end of the thread. */
    private void attempt() {
        try {
            feed.pass();
            if (areReachable.getAsBoolean()) {
                readUntilItFails();
            }
        } catch (WakeupException | InterruptException | RetriableException e) {
            LOG.debug("Reading the states of budgets pauses", e);
        } catch (RuntimeException | LinkageError e) {
            feed.failed(e);
        }
    }

    private void readUntilItFails() {
        try (Consumer<byte[], byte[]> opened = consumers.get()) {
            consumer = opened;
            List<TopicPartition> partitions = partitions(opened);
            if (!partitions.isEmpty() && isOpen()) {
                read(opened, partitions);
            }
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
