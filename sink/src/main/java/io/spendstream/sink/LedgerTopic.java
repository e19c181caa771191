package io.spendstream.sink;

import io.spendstream.contract.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;

/** What the broker says of the ledger topic. */
final class LedgerTopic {
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);
    private static final String NAME = Topic.LEDGER.topicName();

    private final Admin admin;
    private final Consumer<byte[], byte[]> consumer;

    /** Which topic it is, and from where to where its partitions reach. */
    record Extent(UUID topicId, Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends) {
        long beginning(int partition) {
            return Objects.requireNonNull(beginnings.get(LedgerTopic.partition(partition)));
        }

        long end(int partition) {
            return Objects.requireNonNull(ends.get(LedgerTopic.partition(partition)));
        }
    }

    LedgerTopic(Admin admin, Consumer<byte[], byte[]> consumer) {
        this.admin = admin;
        this.consumer = consumer;
    }

    static TopicPartition partition(int number) {
        return new TopicPartition(NAME, number);
    }

    /**
     * Returns the extent of {@code partitions}.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException if the broker does not answer in time
     * @throws SinkStoppedException if the topic would lose lines
     */
    Extent extent(Collection<TopicPartition> partitions) {
        requireAppendTime();
        return new Extent(
                get(askId()),
                consumer.beginningOffsets(partitions, WAIT_MAX),
                consumer.endOffsets(partitions, WAIT_MAX));
    }

    /** Asks for the topic's id without waiting for the answer. */
    KafkaFuture<UUID> askId() {
        return admin.describeTopics(List.of(NAME)).allTopicNames().thenApply(topics -> {
            Uuid id = only(topics).topicId();
            return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
        });
    }

    /** With the producer's time in its records, the broker would delete corrections to old events before they are read. */
    private void requireAppendTime() {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, NAME);
        String timestamps = only(get(admin.describeConfigs(List.of(resource)).all()))
                .get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)
                .value();
        if (!timestamps.equals("LogAppendTime")) {
            throw new SinkStoppedException(
                    "topic %1$s has message.timestamp.type=%2$s, with which the broker deletes lines unread; set it with: kafka-configs.sh --alter --topic %1$s --add-config message.timestamp.type=LogAppendTime"
                            .formatted(NAME, timestamps),
                    null);
        }
    }

    private static <K, V> V only(Map<K, V> answers) {
        return answers.values().iterator().next();
    }

    /**
     * Returns what {@code future} brings.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException if the broker does not answer in time
     */
    static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new org.apache.kafka.common.errors.TimeoutException("no answer within " + WAIT_MAX, e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
