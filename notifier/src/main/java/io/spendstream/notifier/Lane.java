package io.spendstream.notifier;

import io.spendstream.contract.Topic;
import io.spendstream.notifier.channel.Channel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel's own thread, consumer and group. When something fails that a delivery cannot fail with, such as the broker,
 * it begins again where the topic is committed; telling people is not billing, so it never ends the process. Thread-safe.
 */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Channel channel;
    private final LaneParts parts;
    private final Map<String, Object> settings;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    Lane(LaneParts parts) {
        this.parts = parts;
        channel = parts.channel();
        String group = parts.config().groupOf(channel.name());
        settings = new HashMap<>(parts.config().consumerSettings());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, group);
        thread = new Thread(this::run, "notifier-" + channel.name());
    }

    void start() {
        thread.start();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** Returns whether it has its share of the topic and delivers what comes. */
    boolean isReady() {
        return thread.isAlive() && parts.state().isReady();
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                deliverUntilItFails();
                closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliverUntilItFails() {
        var bytes = new ByteArrayDeserializer();
        try (var consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
            if (!isTopicThere(consumer)) {
                LOG.info("channel {} waits for the topic {}", channel.name(), Topic.BUDGET_ALERTS);
                return;
            }
            var deliverer = new Deliverer(parts, consumer);
            deliverer.subscribe();
            while (closing.getCount() > 0) {
                deliverer.turn();
            }
            deliverer.commit();
        } catch (InterruptException e) {
            LOG.debug("channel {} was interrupted", channel.name(), e);
        } catch (KafkaException e) {
            parts.meters().failed(NotifierMeters.Failure.BROKER_AWAY);
            LOG.warn("channel {} begins again where it was committed: {}", channel.name(), e.toString());
        } catch (RuntimeException e) {
            parts.meters().failed(NotifierMeters.Failure.INTERNAL);
            LOG.error("channel {} failed; it begins again where it was committed", channel.name(), e);
        } finally {
            parts.state().left();
        }
    }

    private static boolean isTopicThere(KafkaConsumer<byte[], byte[]> consumer) {
        @Nullable List<?> alerts = consumer.partitionsFor(Topic.BUDGET_ALERTS.topicName());
        @Nullable List<?> marks = consumer.partitionsFor(Topic.ALERT_DELIVERIES.topicName());
        return alerts != null && !alerts.isEmpty() && marks != null && !marks.isEmpty();
    }

    /** Asks it to end after the attempt that is under way. */
    void stop() {
        closing.countDown();
    }

    /** Waits until it has ended, at most {@code max}, and takes its meters out of the registry. */
    void awaitEnd(Duration max) throws InterruptedException {
        thread.join(max.toMillis());
        if (thread.isAlive()) {
            LOG.warn("channel {} did not end within {} s", channel.name(), max.toSeconds());
        }
        parts.meters().remove();
    }
}
