package io.spendstream.console.live;

import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows the end of the ledger topic while anybody looks, and a minute longer, so that whoever reloads the page misses
 * nothing. It reads no more lines a second than people can be shown a sample of; beyond that it skips to the end.
 */
public final class LedgerTail implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long LINGER = Duration.ofMinutes(1).toNanos();
    private static final int LINES_A_SECOND_MAX = 2_000;
    private static final int POLL_RECORDS_MAX = 500;

    private final Feed feed;
    private final Follower follower;
    private volatile long wantedAt;
    private volatile boolean isWanted;

    private LedgerTail(Map<String, Object> settings, Feed feed) {
        this.feed = feed;
        Map<String, Object> copy = new HashMap<>(settings);
        copy.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS_MAX);
        follower = Follower.start("console-ledger-tail", copy, this::follow);
    }

    /** Starts to hand lines to {@code feed}, once somebody wants them. */
    public static LedgerTail start(Map<String, Object> settings, Feed feed) {
        return new LedgerTail(settings, feed);
    }

    /** Says that somebody looks now. */
    void want() {
        wantedAt = System.nanoTime();
        isWanted = true;
    }

    private boolean isWantedStill() {
        return isWanted && System.nanoTime() - wantedAt < LINGER;
    }

    private void follow(Consumer<byte[], byte[]> consumer, Follower thread) throws InterruptedException {
        List<TopicPartition> partitions = Follower.partitions(consumer, Topic.LEDGER.topicName());
        consumer.assign(partitions);
        while (!thread.isClosing()) {
            while (!isWantedStill()) {
                if (thread.awaitClosing(POLL)) {
                    return;
                }
            }
            toEnd(consumer, partitions);
            feed.interrupt();
            while (isWantedStill() && !thread.isClosing()) {
                readSecond(consumer, partitions, thread);
            }
        }
    }

    private void readSecond(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Follower thread) {
        long start = System.nanoTime();
        int read = 0;
        while (System.nanoTime() - start < SECOND && !thread.isClosing()) {
            if (read >= LINES_A_SECOND_MAX) {
                long before = positions(consumer, partitions);
                toEnd(consumer, partitions);
                feed.skip(positions(consumer, partitions) - before);
                read = 0;
                start = System.nanoTime();
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                take(record);
                read++;
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            feed.add(record.partition(), record.offset(), LedgerLineJson.read(record.value()));
        } catch (IllegalArgumentException e) {
            feed.skip(1); // the sink sets it aside, and a warning says so
        }
    }

    private static void toEnd(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // asked for now: what comes from now on must not be missed
    }

    private static long positions(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        return partitions.stream().mapToLong(consumer::position).sum();
    }

    @Override
    public void close() {
        follower.close();
    }
}
