package io.spendstream.producer.shipper;

import io.spendstream.contract.Topic;
import io.spendstream.contract.failpoint.FailPoint;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * The line to Kafka: a producer that is made when it is first needed, and made anew when it has failed for good. Making
 * one can fail too, when no broker's name resolves; that is a failure like any other.
 *
 * <p>Not thread-safe; Kafka's own thread only completes sends.
 */
final class KafkaLine {
    private final Brokers brokers;
    private final Consumer<InFlight> acknowledged;
    private final Runnable completed;
    private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();

    private @Nullable Producer<byte[], byte[]> producer;

    /**
     * What went wrong.
     *
     * @param isFinal whether the producer is of no use any more
     */
    record Failure(Throwable cause, boolean isFinal) {}

    /**
     * Creates a line without a producer yet.
     *
     * @param acknowledged is told, on Kafka's thread, of each record when Kafka has it
     * @param completed is called, on Kafka's thread, when a send is over, however it ended
     */
    KafkaLine(Brokers brokers, Consumer<InFlight> acknowledged, Runnable completed) {
        this.brokers = brokers;
        this.acknowledged = acknowledged;
        this.completed = completed;
    }

    /** Hands {@code entry} to Kafka; returns whether it was taken in, else {@link #takeFailure} says why not. */
    boolean send(InFlight entry) {
        int attempt = entry.begin();
        try {
            if (producer == null) {
                producer = brokers.connect();
            }
            var record = new ProducerRecord<>(
                    Topic.USAGE.topicName(),
                    entry.record().key(),
                    entry.record().value());
            FailPoint.AGENT_BEFORE_SEND.hit();
            Future<?> unused = producer.send(record, (metadata, exception) -> complete(entry, attempt, exception));
        } catch (RuntimeException | LinkageError e) {
            // a LinkageError is a client whose native code is missing: it must not end the thread
            entry.fail(attempt);
            fail(new Failure(e, true));
        }
        return !entry.isFailed();
    }

    /** Returns whether something failed since it was last taken. */
    boolean hasFailure() {
        return failure.get() != null;
    }

    /** Returns and forgets the worst failure since it was last taken. */
    @Nullable
    Failure takeFailure() {
        return failure.getAndSet(null);
    }

    /** Gives the producer up if no broker can be reached any more; returns whether it did. */
    boolean hangUpIfUnreachable() {
        if (producer == null || brokers.areReachable()) {
            return false;
        }
        hangUp(Duration.ZERO);
        return true;
    }

    /** Gives the producer up. What it had not sent within {@code timeout} has failed. */
    void hangUp(Duration timeout) {
        Producer<byte[], byte[]> gone = producer;
        producer = null;
        if (gone != null) {
            try {
                gone.close(timeout);
            } catch (RuntimeException | LinkageError e) {
                fail(new Failure(e, true));
            }
        }
    }

    private void complete(InFlight entry, int attempt, @Nullable Exception exception) {
        if (exception == null) {
            FailPoint.AGENT_BEFORE_ACKNOWLEDGEMENT.hit();
            if (entry.acknowledge()) {
                acknowledged.accept(entry);
            }
            FailPoint.AGENT_AFTER_ACKNOWLEDGEMENT.hit();
        } else if (RecordRefusal.isIn(exception)) {
            entry.refuse(exception);
        } else {
            entry.fail(attempt);
            fail(new Failure(exception, !(exception instanceof RetriableException)));
        }
        completed.run();
    }

    private void fail(Failure latest) {
        failure.accumulateAndGet(latest, (earlier, later) -> earlier != null && earlier.isFinal() ? earlier : later);
    }
}
