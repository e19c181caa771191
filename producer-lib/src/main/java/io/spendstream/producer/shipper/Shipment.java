package io.spendstream.producer.shipper;

import io.spendstream.producer.journal.JournalReader;
import io.spendstream.producer.journal.JournalRecord;
import io.spendstream.producer.journal.Position;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One journal on its way to Kafka: the records in flight, in order, between what is acknowledged and what is not yet
 * read. The bounds on them bound the memory an agent pays while Kafka is slow or away.
 *
 * <p>Used by one thread; {@link #acknowledged} may be asked by any.
 */
final class Shipment {
    private static final int IN_FLIGHT_MAX = 10_000;
    private static final long IN_FLIGHT_BYTES_MAX = 8 << 20;

    private final JournalReader reader;
    private final ShipperListener listener;
    private final boolean isAdopted;
    private final Deque<InFlight> inFlight = new ArrayDeque<>();
    private long inFlightBytes;
    private boolean mustResend;
    private volatile Position acknowledged;

    Shipment(JournalReader reader, ShipperListener listener, boolean isAdopted) {
        this.reader = reader;
        this.listener = listener;
        this.isAdopted = isAdopted;
        this.acknowledged = reader.position();
    }

    /** Returns the position before which everything is acknowledged. */
    Position acknowledged() {
        return acknowledged;
    }

    /** Returns whether there is nothing to do until something is appended. */
    boolean isDrained() {
        return inFlight.isEmpty() && !hasUnread();
    }

    /** Returns whether the next call of {@link #settle} or {@link #send} would move something. */
    boolean isReady() {
        InFlight head = inFlight.peek();
        return head == null ? hasUnread() : head.isDone() || (hasUnread() && hasRoom());
    }

    /** Says that sends may have failed, and the failed ones are to be sent again. */
    void resend() {
        mustResend = true;
    }

    /** Gives up all sends under way: their producer is gone. */
    void failAll() {
        inFlight.forEach(InFlight::fail);
        mustResend = true;
    }

    /**
     * Sends what failed, then up to {@code recordsMax} records from the journal, until the line takes no more; returns
     * how many were sent.
     */
    int send(KafkaLine line, int recordsMax) throws IOException {
        int sent = 0;
        if (mustResend) {
            for (InFlight entry : inFlight) {
                if (entry.isFailed()) {
                    if (!line.send(entry)) {
                        return sent;
                    }
                    sent++;
                }
            }
            mustResend = false;
        }
        while (sent < recordsMax && hasRoom()) {
            JournalRecord record = reader.next();
            if (record == null) {
                break;
            }
            var entry = new InFlight(record, isAdopted);
            inFlight.add(entry);
            inFlightBytes += entry.bytes();
            if (!line.send(entry)) {
                mustResend = true;
                break;
            }
            sent++;
        }
        return sent;
    }

    /** Lets go of all records at the head that Kafka has had its last word on; returns whether anything is new. */
    boolean settle() {
        Position position = acknowledged;
        for (InFlight head = inFlight.peek(); head != null && head.isDone(); head = inFlight.peek()) {
            setAsideIfRefused(head);
            inFlight.remove();
            inFlightBytes -= head.bytes();
            position = head.record().end();
        }
        if (inFlight.isEmpty()) {
            // also behind damaged bytes that no record follows
            position = reader.position();
        }
        boolean hasMoved = !position.equals(acknowledged);
        acknowledged = position;
        return hasMoved;
    }

    /** Moves the checkpoint over what was settled. */
    void saveProgress() throws IOException {
        reader.acknowledge(acknowledged);
    }

    private void setAsideIfRefused(InFlight entry) {
        @Nullable Exception refusal = entry.refusal();
        if (refusal != null) {
            reader.refuse(entry.record());
            listener.refused(entry.record(), refusal);
        }
    }

    private boolean hasRoom() {
        return inFlight.size() < IN_FLIGHT_MAX && inFlightBytes < IN_FLIGHT_BYTES_MAX;
    }

    private boolean hasUnread() {
        return reader.position().compareTo(reader.end()) < 0;
    }
}
