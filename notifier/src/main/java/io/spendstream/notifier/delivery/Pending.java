package io.spendstream.notifier.delivery;

import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * An alert that a channel has taken and not settled. Not thread-safe.
 *
 * @param <A> the alert
 */
public final class Pending<A> {
    private final A alert;
    private final String id;
    private final String subject;
    private final TopicPartition partition;
    private final long offset;
    private final Instant appendedAt;

    private int attempts;
    private int failuresInARow;
    private int lastStatus;
    private Instant dueAt;
    private @Nullable Delivery answer;

    /**
     * Creates one that is due at once.
     *
     * @param subject what must be told in order: alerts of one subject do not overtake each other
     */
    public Pending(A alert, String id, String subject, TopicPartition partition, long offset, Instant appendedAt) {
        this.alert = alert;
        this.id = id;
        this.subject = subject;
        this.partition = partition;
        this.offset = offset;
        this.appendedAt = appendedAt;
        this.dueAt = appendedAt;
    }

    /** Returns the alert. */
    public A alert() {
        return alert;
    }

    /** Returns the alert's identity. */
    public String id() {
        return id;
    }

    String subject() {
        return subject;
    }

    /** Returns the partition it came from. */
    public TopicPartition partition() {
        return partition;
    }

    long offset() {
        return offset;
    }

    /** Returns when the broker took it. */
    public Instant appendedAt() {
        return appendedAt;
    }

    /** Returns how often it was tried. */
    public int attempts() {
        return attempts;
    }

    /** Returns how often in a row something failed, be it the delivery or the mark. */
    public int failuresInARow() {
        return failuresInARow;
    }

    /** Returns the HTTP status of the last answer, 0 if there was none. */
    public int lastStatus() {
        return lastStatus;
    }

    Instant dueAt() {
        return dueAt;
    }

    /** Returns how it is settled, if it is and only the mark is missing. */
    public Optional<Delivery> answer() {
        return Optional.ofNullable(answer);
    }

    /** Notes that it is being tried. */
    public void tried() {
        attempts++;
        lastStatus = 0;
    }

    /** Notes the status of an answer. */
    public void answered(int status) {
        lastStatus = status;
    }

    /** Notes how it is settled; what is missing is the mark. */
    public void settled(Delivery delivery) {
        answer = delivery;
        failuresInARow = 0;
    }

    /** Notes that something failed; it is due again at {@code time}. */
    public void failedUntil(Instant time) {
        failuresInARow++;
        dueAt = time;
    }
}
