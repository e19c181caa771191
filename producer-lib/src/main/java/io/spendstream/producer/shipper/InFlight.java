package io.spendstream.producer.shipper;

import io.spendstream.producer.journal.JournalRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record between the journal and its acknowledgement. A record may be sent several times; whichever attempt is
 * acknowledged counts, while a failure counts only for the last one.
 *
 * <p>Thread-safe.
 */
final class InFlight {
    private final JournalRecord record;
    private final boolean isAdopted;

    // guarded by this
    private State state = State.FAILED;
    private int attempt;
    private @Nullable Exception refusal;

    private enum State {
        SENT,
        FAILED,
        ACKNOWLEDGED,
        REFUSED
    }

    InFlight(JournalRecord record, boolean isAdopted) {
        this.record = record;
        this.isAdopted = isAdopted;
    }

    JournalRecord record() {
        return record;
    }

    /** Returns whether the record is from the journal of another process. */
    boolean isAdopted() {
        return isAdopted;
    }

    int bytes() {
        return record.key().length + record.value().length;
    }

    /** Begins the next attempt; returns its number. */
    synchronized int begin() {
        if (!isDone()) {
            state = State.SENT;
        }
        return ++attempt;
    }

    /** Returns whether this is the first word that Kafka has the record. */
    synchronized boolean acknowledge() {
        boolean isFirst = state != State.ACKNOWLEDGED;
        state = State.ACKNOWLEDGED;
        return isFirst;
    }

    synchronized void fail(int failedAttempt) {
        if (state == State.SENT && attempt == failedAttempt) {
            state = State.FAILED;
        }
    }

    /** Gives up whichever attempt is under way. */
    synchronized void fail() {
        fail(attempt);
    }

    synchronized void refuse(Exception reason) {
        if (!isDone()) {
            state = State.REFUSED;
            refusal = reason;
        }
    }

    /** Returns whether the record has to be sent, for the first time or again. */
    synchronized boolean isFailed() {
        return state == State.FAILED;
    }

    /** Returns whether Kafka has had its last word. */
    synchronized boolean isDone() {
        return state == State.ACKNOWLEDGED || state == State.REFUSED;
    }

    /** Returns why Kafka will never take the record, or null if it did or may. */
    synchronized @Nullable Exception refusal() {
        return state == State.REFUSED ? refusal : null;
    }
}
