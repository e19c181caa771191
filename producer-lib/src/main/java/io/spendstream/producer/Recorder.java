package io.spendstream.producer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.producer.journal.AppendOutcome;
import io.spendstream.producer.journal.JournalDirectory;
import io.spendstream.producer.shipper.Brokers;
import io.spendstream.producer.shipper.Shipper;
import io.spendstream.producer.shipper.ShipperListener;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts events into the spool, and counts those it cannot. A spool that does not open, as on a full disk or a directory
 * that is not there yet, is tried again while events come.
 *
 * <p>Thread-safe.
 */
final class Recorder {
    private static final Logger LOG = LoggerFactory.getLogger(TokenTracker.class);
    private static final long REOPEN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TokenTrackerConfig config;
    private final InstantSource clock;
    private final Brokers brokers;
    private final Losses losses;
    private final ShipperListener listener;
    private final LongAdder recorded = new LongAdder();
    private final LongAdder repaired = new LongAdder();
    private final ReentrantLock opening = new ReentrantLock();

    // written under opening, read by anyone
    private volatile @Nullable Spool spool;
    private volatile boolean isClosed;
    private volatile String openError = "another thread is opening the journal";

    // guarded by opening
    private final List<Spool> left = new ArrayList<>();
    private @Nullable Shipper rescuer;
    private long reopenTime = System.nanoTime();

    Recorder(TokenTrackerConfig config, InstantSource clock, Brokers brokers, Losses losses, ShipperListener listener) {
        this.config = config;
        this.clock = clock;
        this.brokers = brokers;
        this.losses = losses;
        this.listener = listener;
    }

    void record(UsageEvent event) {
        if (isClosed) {
            losses.count(DropReason.CLOSED, () -> "event " + event.eventId() + " came after the tracker was closed");
            return;
        }
        if (event.attribution().isRepaired()) {
            countRepaired(event);
        }
        byte[] value = UsageEventJson.write(event);
        if (value.length > UsageEventJson.RECORD_BYTES_MAX) {
            losses.count(
                    DropReason.RECORD_TOO_LARGE,
                    () -> "event %s has %d bytes of at most %d"
                            .formatted(event.eventId(), value.length, UsageEventJson.RECORD_BYTES_MAX));
            return;
        }
        Spool open = spool == null ? open() : spool;
        if (open == null) {
            losses.count(
                    DropReason.JOURNAL_IO_ERROR,
                    () -> "%s %s cannot be used: %s"
                            .formatted(TokenTrackerConfig.JOURNAL_DIRECTORY, config.journalDirectory(), openError));
            return;
        }
        count(open.append(event.eventId().getBytes(UTF_8), value), open);
    }

    /** Opens the spool unless it is open, or that failed a moment ago; returns it, or null if it is not open. */
    @Nullable
    Spool open() {
        if (!opening.tryLock()) {
            return spool;
        }
        try {
            if (spool == null && !isClosed && System.nanoTime() - reopenTime >= 0) {
                spool = Spool.open(config, clock, brokers, listener);
                stopRescue();
            }
        } catch (IOException | RuntimeException e) {
            openError = e.toString();
            reopenTime = System.nanoTime() + REOPEN_NANOS;
            rescue();
        } finally {
            opening.unlock();
        }
        return spool;
    }

    /** Returns whether, within {@code timeout}, Kafka has all that was recorded. */
    boolean flush(Duration timeout) {
        Spool open = spool;
        try {
            return open == null || open.flush(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Refuses further events, waits for Kafka up to {@code timeout}, and closes; returns whether Kafka has them all. */
    boolean close(Duration timeout) {
        List<Spool> open = new ArrayList<>();
        opening.lock();
        try {
            isClosed = true;
            stopRescue();
            open.addAll(left);
        } finally {
            opening.unlock();
        }
        boolean isAcknowledged = flush(timeout);
        if (spool != null) {
            open.add(spool);
        }
        open.forEach(Spool::close);
        return isAcknowledged;
    }

    long recorded() {
        return recorded.sum();
    }

    long repaired() {
        return repaired.sum();
    }

    long journalBytes() {
        Spool open = spool;
        return open == null ? 0 : open.bytes();
    }

    boolean isKafkaAway() {
        Spool open = spool;
        return open != null && open.isKafkaAway();
    }

    /** Ships what dead processes left, although we can record nothing: it may be what fills the disk. */
    private void rescue() {
        if (rescuer == null) {
            var directory = new JournalDirectory(config.journalDirectory(), clock);
            rescuer = Shipper.ofOrphans(directory, brokers, listener, config.scanInterval());
            rescuer.start();
        }
    }

    private void stopRescue() {
        if (rescuer != null) {
            rescuer.stop();
            rescuer = null;
        }
    }

    private void countRepaired(UsageEvent event) {
        repaired.increment();
        if (repaired.sum() == 1) {
            LOG.warn(
                    "{}: event {} says something else of {} than its agent did; further ones are only counted",
                    Attribution.REPAIRED_TAG,
                    event.eventId(),
                    event.attribution().tags().get(Attribution.REPAIRED_TAG));
        }
    }

    private void count(AppendOutcome outcome, Spool open) {
        switch (outcome) {
            case APPENDED -> recorded.increment();
            case JOURNAL_FULL ->
                losses.count(
                        DropReason.JOURNAL_FULL,
                        () -> "the journals in %s have reached %s"
                                .formatted(config.journalDirectory(), TokenTrackerConfig.JOURNAL_BYTES_MAX));
            case JOURNAL_IO_ERROR -> {
                losses.count(DropReason.JOURNAL_IO_ERROR, open::lastError);
                leaveIfGone(open);
            }
            case RECORD_TOO_LARGE ->
                losses.count(DropReason.RECORD_TOO_LARGE, () -> "an event is larger than a record of the journal");
            case CLOSED -> losses.count(DropReason.CLOSED, () -> "an event came after the tracker was closed");
        }
    }

    /**
     * Leaves a spool whose directory somebody has removed; the next event opens another. What is in its open files can
     * still be read, and is sent.
     */
    private void leaveIfGone(Spool gone) {
        if (gone.isGone() && opening.tryLock()) {
            try {
                if (spool == gone) {
                    spool = null;
                    left.add(gone);
                    gone.leave();
                }
            } finally {
                opening.unlock();
            }
        }
    }
}
