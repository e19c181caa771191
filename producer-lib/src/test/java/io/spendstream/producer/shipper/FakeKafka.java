package io.spendstream.producer.shipper;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Makes mock producers, and answers for them as the test says. Thread-safe. */
public final class FakeKafka implements Brokers {
    private final List<MockProducer<byte[], byte[]>> producers = new CopyOnWriteArrayList<>();
    private final Deque<RuntimeException> refusals = new ArrayDeque<>();
    private final boolean isAnsweringAtOnce;

    private FakeKafka(boolean isAnsweringAtOnce) {
        this.isAnsweringAtOnce = isAnsweringAtOnce;
    }

    public static FakeKafka answeringAtOnce() {
        return new FakeKafka(true);
    }

    public static FakeKafka answeringWhenTold() {
        return new FakeKafka(false);
    }

    /** Has the next attempt to make a producer fail with {@code refusal}. */
    public synchronized void refuseProducer(RuntimeException refusal) {
        refusals.add(refusal);
    }

    @Override
    public synchronized Producer<byte[], byte[]> connect() {
        @Nullable RuntimeException refusal = refusals.poll();
        if (refusal != null) {
            throw refusal;
        }
        var producer =
                new MockProducer<>(isAnsweringAtOnce, null, new ByteArraySerializer(), new ByteArraySerializer());
        producers.add(producer);
        return producer;
    }

    @Override
    public boolean areReachable() {
        return true;
    }

    int producers() {
        return producers.size();
    }

    MockProducer<byte[], byte[]> last() {
        return producers.get(producers.size() - 1);
    }

    /** Acknowledges all that was sent with the last producer. */
    void completeAll() {
        boolean isOpen = true;
        while (isOpen) {
            isOpen = last().completeNext();
        }
    }

    /** Returns the keys of all that was sent with any producer, in order. */
    List<String> sent() {
        return records().stream().map(FakeKafka::keyOf).toList();
    }

    /** Returns all that was sent with any producer, in order. */
    public List<ProducerRecord<byte[], byte[]>> records() {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        producers.forEach(producer -> records.addAll(producer.history()));
        return records;
    }

    private static String keyOf(ProducerRecord<byte[], byte[]> record) {
        return new String(record.key(), UTF_8);
    }
}
