package io.spendstream.faults.inject;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.contract.Topic;
import io.spendstream.faults.process.Cluster;
import io.spendstream.faults.workload.Hostile;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends to the usage topic what no agent would: hostile records, and everything once more. A send is known to have
 * worked, or not known; either way what is in the topic is what counts. Thread-safe.
 */
public final class RawSender implements AutoCloseable {
    private static final String AGAIN = "again";

    private final Cluster cluster;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Set<String> hostileSent = ConcurrentHashMap.newKeySet();
    private final AtomicLong nextHostile = new AtomicLong();
    private final AtomicLong sentAgain = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();

    /** Makes a sender past all proxies. */
    public RawSender(Cluster cluster) {
        this.cluster = cluster;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "acks", "all", "max.request.size", 2 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends one record of each hostile sort. */
    public void sendHostile() {
        for (int i = 0; i < Hostile.count(); i++) {
            long number = nextHostile.getAndIncrement();
            String key = Hostile.key(number);
            var record = new ProducerRecord<>(
                    Topic.USAGE.topicName(),
                    key.getBytes(UTF_8),
                    Hostile.of(number).value(number));
            send(record, () -> hostileSent.add(key));
        }
        producer.flush();
    }

    /** Sends every record of the usage topic once more, except those it has sent itself so. */
    public void sendAllAgain() {
        List<ConsumerRecord<byte[], byte[]>> records = cluster.reader().readAll(Topic.USAGE);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.headers().lastHeader(AGAIN) == null) {
                var again = new ProducerRecord<>(Topic.USAGE.topicName(), record.key(), record.value());
                again.headers().add(AGAIN, new byte[0]);
                send(again, sentAgain::incrementAndGet);
            }
        }
        producer.flush();
    }

    private void send(ProducerRecord<byte[], byte[]> record, Runnable onSuccess) {
        var sending = producer.send(record, (metadata, failure) -> {
            if (failure == null) {
                onSuccess.run();
            } else {
                unknown.incrementAndGet();
            }
        });
        if (sending.isCancelled()) {
            throw new IllegalStateException("a send cannot be cancelled");
        }
    }

    /** Returns the keys of the hostile records that the broker has acknowledged. */
    public Set<String> hostileSent() {
        return new HashSet<>(hostileSent);
    }

    /** Returns how many records were sent again. */
    public long sentAgain() {
        return sentAgain.get();
    }

    /** Returns how many sends nobody knows the outcome of. */
    public long unknown() {
        return unknown.get();
    }

    @Override
    public void close() {
        producer.close(java.time.Duration.ofSeconds(5));
    }
}
