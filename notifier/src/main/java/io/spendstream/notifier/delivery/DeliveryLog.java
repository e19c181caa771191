package io.spendstream.notifier.delivery;

import io.spendstream.contract.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable list of what is settled on which channel: the topic {@code spendstream.alert-deliveries}. A mark lies in
 * the partition with the number of its alert's, so that whoever takes over alerts finds their marks. Thread-safe.
 */
public final class DeliveryLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLog.class);
    private static final String TOPIC = Topic.ALERT_DELIVERIES.topicName();
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration WRITE_MAX = Duration.ofSeconds(30);
    private static final Duration READ_MAX = Duration.ofMinutes(2);

    private final Producer<byte[], byte[]> producer;
    private final Map<String, Object> consumerSettings;

    /** Creates the log; it closes {@code producer}. */
    public DeliveryLog(Producer<byte[], byte[]> producer, Map<String, Object> consumerSettings) {
        this.producer = producer;
        var settings = new HashMap<>(consumerSettings);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.consumerSettings = settings;
    }

    /**
     * Writes {@code delivery} of an alert of {@code alertPartition} and returns when the broker has it.
     *
     * @throws IOException if the broker did not say so in time
     */
    public void write(int alertPartition, Delivery delivery) throws IOException {
        try {
            int partition =
                    markPartition(alertPartition, producer.partitionsFor(TOPIC).size());
            producer.send(new ProducerRecord<>(
                            TOPIC, partition, DeliveryFormat.key(delivery), DeliveryFormat.value(delivery)))
                    .get(WRITE_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        } catch (InterruptException e) {
            throw e;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new IOException("the broker did not take the mark", e);
        }
    }

    private static int markPartition(int alertPartition, int partitions) {
        return alertPartition % partitions;
    }

    /** Returns what is settled on {@code channel} of the alerts of {@code alertPartitions}, and maybe of others. */
    public List<Delivery> read(String channel, Collection<TopicPartition> alertPartitions) {
        var bytes = new ByteArrayDeserializer();
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(consumerSettings, bytes, bytes)) {
            int partitions = consumer.partitionsFor(TOPIC).size();
            List<TopicPartition> marks = alertPartitions.stream()
                    .map(alerts -> new TopicPartition(TOPIC, markPartition(alerts.partition(), partitions)))
                    .distinct()
                    .toList();
            consumer.assign(marks);
            consumer.seekToBeginning(marks);
            return read(channel, consumer, consumer.endOffsets(marks));
        }
    }

    private static List<Delivery> read(
            String channel, Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        String prefix = DeliveryFormat.prefixOf(channel);
        Map<String, Delivery> deliveries = new LinkedHashMap<>();
        long deadline = System.nanoTime() + READ_MAX.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() > deadline) {
                throw new org.apache.kafka.common.errors.TimeoutException(
                        "%s was not read to its end within %s".formatted(TOPIC, READ_MAX));
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
                if (key.startsWith(prefix)) {
                    take(key, record, deliveries);
                }
            }
        }
        return List.copyOf(deliveries.values());
    }

    private static void take(String key, ConsumerRecord<byte[], byte[]> record, Map<String, Delivery> deliveries) {
        if (record.value() == null) {
            deliveries.remove(key); // a tombstone takes the mark back
            return;
        }
        try {
            deliveries.put(key, DeliveryFormat.read(record.value()));
        } catch (IOException e) {
            LOG.warn("the mark at {}-{}@{} cannot be read", TOPIC, record.partition(), record.offset(), e);
        }
    }

    @Override
    public void close() {
        producer.close(WRITE_MAX);
    }
}
