package io.spendstream.console.live;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that reads committed records, without a consumer group. When the broker fails it, it begins anew after a
 * while, for as long as it takes.
 */
final class Follower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

    private final Map<String, Object> settings;
    private final Body body;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private boolean isFailing;

    /** What the thread does with its consumer, until {@link #isClosing}. */
    @FunctionalInterface
    interface Body {
        void run(Consumer<byte[], byte[]> consumer, Follower follower) throws InterruptedException;
    }

    private Follower(String name, Map<String, Object> settings, Body body) {
        this.settings = settings;
        this.body = body;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    static Follower start(String name, Map<String, Object> settings, Body body) {
        var follower = new Follower(name, settings, body);
        follower.thread.start();
        return follower;
    }

    boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Waits for {@code time} or until this is closed; returns whether it was. */
    boolean awaitClosing(Duration time) throws InterruptedException {
        return closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns the partitions of {@code topic}, which are then those of {@code consumer}. */
    static List<TopicPartition> partitions(Consumer<?, ?> consumer, String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("there is no topic " + topic);
        }
        return partitions;
    }

    private void run() {
        try {
            while (!isClosing()) {
                try (var consumer =
                        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                    body.run(consumer, this);
                    isFailing = false;
                } catch (KafkaException | IllegalStateException e) {
                    if (!isClosing() && !isFailing) {
                        LOG.warn("{} begins anew: {}", thread.getName(), e.toString());
                    }
                    isFailing = true;
                }
                if (awaitClosing(PAUSE)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE_MAX.toMillis());
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
