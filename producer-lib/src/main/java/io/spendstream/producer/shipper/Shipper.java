package io.spendstream.producer.shipper;

import io.spendstream.producer.journal.Journal;
import io.spendstream.producer.journal.JournalDirectory;
import io.spendstream.producer.journal.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that ships this process's journal, and beside it those of dead processes.
 *
 * <p>The thread sleeps longer the longer there is nothing to do. Appending a record costs a look at {@link #isAsleep},
 * and wakes the thread only when that says so; under load it never does.
 */
public final class Shipper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shipper.class);
    private static final int RECORDS_PER_PASS_MAX = 2_000;
    private static final long PAUSE_MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long PAUSE_MAX_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SLEEP_MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final Duration REST_MIN = Duration.ofMillis(100);
    private static final Duration REST_MAX = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration STOP_MAX = Duration.ofSeconds(3);
    private static final Duration LAST_WORD_MAX = Duration.ofSeconds(1);

    private final @Nullable OwnJournal own;
    private final Adoption adoption;
    private final KafkaLine line;
    private final BrokerContact contact;
    private final Backoff backoff = new Backoff(REST_MIN, REST_MAX);
    private final Thread thread;
    private final Object progress = new Object();

    private volatile boolean isStopping;
    private volatile boolean isLeaving;
    private volatile boolean isAsleep;
    private boolean hasEnded; // guarded by progress

    // used by the thread only
    private long pauseNanos = PAUSE_MIN_NANOS;
    private long restUntil;
    private boolean isResting;
    private boolean mayHaveMore; // than one pass sends
    private @Nullable Throwable lastFailure;

    private Shipper(
            @Nullable OwnJournal own,
            JournalDirectory directory,
            Brokers brokers,
            ShipperListener listener,
            Duration scanInterval) {
        long now = System.nanoTime();
        this.own = own;
        this.adoption = new Adoption(own == null ? null : own.journal(), directory, listener, scanInterval, now);
        this.line = new KafkaLine(
                brokers,
                entry -> listener.acknowledged(entry.record(), entry.isAdopted(), System.nanoTime()),
                this::wake);
        this.contact = new BrokerContact(PATIENCE, now);
        this.thread = new Thread(this::run, "spendstream-shipper");
        this.thread.setDaemon(true);
    }

    /**
     * Returns a shipper of {@code journal}, which it closes when it ends; {@link #start} starts it.
     *
     * @param scanInterval how often to look for journals of dead processes
     */
    public static Shipper of(
            Journal journal,
            JournalDirectory directory,
            Brokers brokers,
            ShipperListener listener,
            Duration scanInterval)
            throws IOException {
        return new Shipper(new OwnJournal(journal, listener), directory, brokers, listener, scanInterval);
    }

    /**
     * Returns a shipper of the journals of dead processes alone, for a process that cannot have one of its own: they may
     * be what fills the disk.
     */
    public static Shipper ofOrphans(
            JournalDirectory directory, Brokers brokers, ShipperListener listener, Duration scanInterval) {
        return new Shipper(null, directory, brokers, listener, scanInterval);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /** Says that something was appended. */
    public void wake() {
        if (isAsleep) {
            LockSupport.unpark(thread);
        }
    }

    /** Returns whether Kafka has not taken records for a while. */
    public boolean isKafkaAway() {
        return contact.isAway();
    }

    /** Returns whether, within {@code timeout}, all of this process's records before {@code position} are acknowledged. */
    public boolean awaitAcknowledged(Position position, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        wake();
        synchronized (progress) {
            while (own != null && own.shipment().acknowledged().compareTo(position) < 0) {
                long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (millis <= 0 || hasEnded) {
                    return false;
                }
                progress.wait(millis);
            }
        }
        return true;
    }

    /** Has the thread end when it has shipped everything, which nobody appends to any more. */
    public void stopWhenDrained() {
        isLeaving = true;
        LockSupport.unpark(thread);
    }

    /** Has the thread end, without waiting for it. */
    public void stop() {
        isStopping = true;
        LockSupport.unpark(thread);
    }

    /** Stops the thread, within seconds. What Kafka has not acknowledged stays in the journal. */
    @Override
    public void close() {
        stop();
        try {
            thread.join(STOP_MAX.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!isStopping && !(isLeaving && isOwnDrained())) {
                pause(passSafely());
            }
        } finally {
            finish();
        }
    }

    private boolean passSafely() {
        // only close() ends this thread: whoever interrupts all threads of an agent does not mean to lose its bill
        Thread.interrupted();
        try {
            return pass(System.nanoTime());
        } catch (RuntimeException | LinkageError e) {
            rest(e);
            return false;
        }
    }

    /** Does once what there is to do; returns whether that was anything. */
    private boolean pass(long now) {
        mayHaveMore = false;
        boolean hasSettled = settle();
        adoption.lookAround(now);
        mend();
        watch(now);
        if (isResting(now)) {
            return hasSettled;
        }
        int sent = sendOwn() + sendAdopted();
        mayHaveMore = sent >= RECORDS_PER_PASS_MAX;
        return hasSettled || sent > 0;
    }

    /** Returns what is on its way, our own first. */
    private List<Shipment> shipments() {
        List<Shipment> shipments = new ArrayList<>(2);
        if (own != null) {
            shipments.add(own.shipment());
        }
        Shipment adopted = adoption.shipment();
        if (adopted != null) {
            shipments.add(adopted);
        }
        return shipments;
    }

    private boolean isOwnDrained() {
        return own == null || own.shipment().isDrained();
    }

    private boolean settle() {
        boolean hasSettled = false;
        for (Shipment shipment : shipments()) {
            hasSettled |= settle(shipment);
        }
        if (hasSettled) {
            backoff.reset();
            contact.acknowledged(System.nanoTime());
            synchronized (progress) {
                progress.notifyAll();
            }
        }
        return hasSettled;
    }

    private static boolean settle(Shipment shipment) {
        boolean hasSettled = shipment.settle();
        try {
            shipment.saveProgress();
        } catch (IOException e) {
            // records may be sent twice after a crash, or take up the disk for longer: nothing is lost
            LOG.debug("The checkpoint could not be moved; it will be with the next acknowledgement", e);
        }
        return hasSettled;
    }

    /** Rests after a failure, and gives the producer up if that was the end of it. */
    private void mend() {
        KafkaLine.Failure failure = line.takeFailure();
        if (failure == null) {
            return;
        }
        rest(failure.cause());
        if (failure.isFinal()) {
            line.hangUp(Duration.ZERO);
            shipments().forEach(Shipment::failAll);
        } else {
            shipments().forEach(Shipment::resend);
        }
    }

    private void rest(Throwable cause) {
        lastFailure = cause;
        restUntil = System.nanoTime() + backoff.next().toNanos();
        isResting = true;
        LOG.debug("Usage events will be sent after a rest", cause);
    }

    private boolean isResting(long now) {
        isResting = isResting && now - restUntil < 0;
        return isResting;
    }

    private int sendOwn() {
        if (own == null) {
            return 0;
        }
        try {
            return own.shipment().send(line, RECORDS_PER_PASS_MAX);
        } catch (IOException e) {
            rest(e);
            return 0;
        }
    }

    private int sendAdopted() {
        Shipment adopted = adoption.shipment();
        if (adopted == null || line.hasFailure()) {
            return 0;
        }
        try {
            return adopted.send(line, RECORDS_PER_PASS_MAX);
        } catch (IOException e) {
            adoption.abandon(e);
            return 0;
        }
    }

    private void watch(long now) {
        List<Shipment> shipments = shipments();
        if (shipments.stream().allMatch(Shipment::isDrained)) {
            contact.idle(now);
        } else if (contact.isLost(now, lastFailure) && line.hangUpIfUnreachable()) {
            shipments.forEach(Shipment::failAll);
        }
    }

    private void pause(boolean hasMoved) {
        if (mayHaveMore) {
            return;
        }
        pauseNanos = hasMoved ? PAUSE_MIN_NANOS : Math.min(2 * pauseNanos, PAUSE_MAX_NANOS);
        if (isResting || pauseNanos < SLEEP_MIN_NANOS) {
            LockSupport.parkNanos(this, Math.min(pauseNanos, REST_MIN.toNanos()));
            return;
        }
        isAsleep = true;
        if (!isStopping && !isReady()) {
            LockSupport.parkNanos(this, pauseNanos);
        }
        isAsleep = false;
    }

    /** Returns whether there is something to do; asked after {@link #isAsleep} was set, so that no wake-up is missed. */
    private boolean isReady() {
        return line.hasFailure() || shipments().stream().anyMatch(Shipment::isReady);
    }

    private void finish() {
        settle();
        line.hangUp(isOwnDrained() ? LAST_WORD_MAX : Duration.ZERO);
        adoption.close();
        if (own != null) {
            own.close();
        }
        synchronized (progress) {
            hasEnded = true;
            progress.notifyAll();
        }
    }
}
