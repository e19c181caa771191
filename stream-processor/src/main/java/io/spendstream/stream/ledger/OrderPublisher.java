package io.spendstream.stream.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Orders corrections, on behalf of people. Orders that were sent before something failed are posted; ordering the same
 * again is harmless.
 */
public final class OrderPublisher implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /** Creates a publisher with the given client settings, such as {@code bootstrap.servers}. */
    public OrderPublisher(Map<String, ?> kafkaSettings) {
        this(new KafkaProducer<>(
                producerSettings(kafkaSettings), new ByteArraySerializer(), new ByteArraySerializer()));
    }

    OrderPublisher(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    private static Map<String, Object> producerSettings(Map<String, ?> kafkaSettings) {
        var settings = new HashMap<String, Object>(kafkaSettings);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        return settings;
    }

    /** Sends {@code order}, a {@link Repricing#order}; see {@link #flush}. */
    public void send(LedgerLine order) {
        byte[] key = order.eventId().getBytes(UTF_8);
        byte[] value = LedgerLineJson.write(order);
        // by the key alone, as events are: an order must meet its event
        var sending = producer.send(new ProducerRecord<>(Topic.CORRECTIONS.topicName(), key, value), (sent, e) -> {
            if (e != null) {
                failure.compareAndSet(null, e);
            }
        });
        Objects.requireNonNull(sending);
    }

    /**
     * Returns when the brokers have all orders.
     *
     * @throws IllegalStateException if they refused one
     */
    public void flush() {
        producer.flush();
        Exception first = failure.get();
        if (first != null) {
            throw new IllegalStateException("not all corrections could be ordered; order them again", first);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
