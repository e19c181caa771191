package io.spendstream.producer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.producer.journal.JournalRecord;
import io.spendstream.producer.shipper.ShipperListener;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what became of recorded events, and passes the news on. Thread-safe. */
final class Acknowledgements implements ShipperListener {
    private final Losses losses;
    private final @Nullable AcknowledgementListener listener;
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder adopted = new LongAdder();

    Acknowledgements(Losses losses, @Nullable AcknowledgementListener listener) {
        this.losses = losses;
        this.listener = listener;
    }

    /** Returns how many events of this process Kafka has. */
    long acknowledged() {
        return acknowledged.sum();
    }

    /** Returns how many events of other processes Kafka has through this one. */
    long adopted() {
        return adopted.sum();
    }

    @Override
    public void acknowledged(JournalRecord record, boolean isAdopted, long nanoTime) {
        (isAdopted ? adopted : acknowledged).increment();
        if (listener != null) {
            listener.onAcknowledged(new String(record.key(), UTF_8), nanoTime);
        }
    }

    @Override
    public void refused(JournalRecord record, Exception reason) {
        losses.count(
                DropReason.REFUSED_BY_KAFKA,
                () -> "event %s: %s".formatted(new String(record.key(), UTF_8), reason.getMessage()));
    }

    @Override
    public void cutOff(Path segment, long offset, long bytes) {
        losses.count(
                DropReason.CUT_OFF, () -> "%s ends with %d bytes of an unfinished event".formatted(segment, bytes));
    }

    @Override
    public void damaged(Path segment, long offset, long bytes) {
        losses.count(
                DropReason.DAMAGED,
                () -> "%s has %d unreadable bytes at %d; it will be set aside".formatted(segment, bytes, offset));
    }
}
