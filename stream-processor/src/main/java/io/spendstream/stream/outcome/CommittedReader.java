package io.spendstream.stream.outcome;

import io.spendstream.contract.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what was committed to one topic, in a group and a thread of its own, and hands it on. When that fails, in
 * whatever way, it begins again: what is read here is told, not billed, so its failure must not stop the stream.
 */
final class CommittedReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommittedReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    /** As short as that of the stream processor itself, or what is told would fall silent for longer after a kill. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

    private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(2);

    private final Topic topic;
    private final Map<String, Object> settings;
    private final Supplier<Listener> listeners;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;

    /** Takes what is read, on the reader's thread. There is a new one for each attempt. */
    interface Listener {
        /** Takes note that {@code partitions} will be read from now on. */
        void assigned(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions);

        /** Takes note that {@code partitions} will not be read any more. */
        void revoked(Collection<TopicPartition> partitions);

        /** Takes {@code records}, which may be none. */
        void take(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records);
    }

    private CommittedReader(Topic topic, Map<String, Object> settings, Supplier<Listener> listeners) {
        this.topic = topic;
        this.settings = settings;
        this.listeners = listeners;
        this.thread = new Thread(this::run, "read-" + topic);
        thread.setDaemon(true);
    }

    /** Starts reading {@code topic} in the group {@code groupId}. */
    static CommittedReader start(
            Topic topic, String groupId, Map<String, ?> kafkaSettings, Supplier<Listener> listeners) {
        var settings = new HashMap<String, Object>(kafkaSettings);
        settings.keySet().retainAll(ConsumerConfig.configNames());
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, Math.toIntExact(SESSION_TIMEOUT.toMillis()));
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, Math.toIntExact(HEARTBEAT_INTERVAL.toMillis()));
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, groupId);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        var reader = new CommittedReader(topic, settings, listeners);
        reader.thread.start();
        return reader;
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                readUntilItFails();
                closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readUntilItFails() {
        var bytes = new ByteArrayDeserializer();
        try (var opened = new KafkaConsumer<>(settings, bytes, bytes)) {
            consumer = opened;
            Listener listener = listeners.get();
            opened.subscribe(List.of(topic.topicName()), new Rebalances(opened, listener));
            while (closing.getCount() > 0) {
                listener.take(opened, opened.poll(POLL));
            }
        } catch (WakeupException | InterruptException e) {
            LOG.debug("reading {} ends", topic);
        } catch (RuntimeException e) {
            LOG.warn("reading {} failed; it begins again", topic, e);
        } finally {
            consumer = null;
        }
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

    private record Rebalances(Consumer<byte[], byte[]> consumer, Listener listener)
            implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            listener.assigned(consumer, partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            listener.revoked(partitions);
        }
    }
}
