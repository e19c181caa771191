package io.spendstream.producer.shipper;

import io.spendstream.producer.journal.Journal;
import io.spendstream.producer.journal.JournalDirectory;
import io.spendstream.producer.journal.OrphanedJournal;
import io.spendstream.producer.journal.OtherVersionException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ships the journals of dead processes, one at a time, and counts what the journals of the host take together. Used by
 * one thread.
 */
final class Adoption {
    private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);

    private final @Nullable Journal journal;
    private final JournalDirectory directory;
    private final ShipperListener listener;
    private final long scanNanos;
    private final List<Path> left = new ArrayList<>();

    private @Nullable Orphan orphan;
    private long nextScan;

    /** The journal of a dead process on its way to Kafka. */
    private record Orphan(OrphanedJournal journal, Shipment shipment) {}

    Adoption(
            @Nullable Journal journal,
            JournalDirectory directory,
            ShipperListener listener,
            Duration scanInterval,
            long now) {
        this.journal = journal;
        this.directory = directory;
        this.listener = listener;
        this.scanNanos = scanInterval.toNanos();
        this.nextScan = now;
    }

    /** Returns the shipment under way, or null. */
    @Nullable
    Shipment shipment() {
        return orphan == null ? null : orphan.shipment();
    }

    /** Looks for an orphan if it is time to, or takes leave of one that is done. */
    void lookAround(long now) {
        try {
            if (orphan != null && orphan.shipment().isDrained()) {
                takeLeave(orphan);
                nextScan = now;
            }
            if (now - nextScan >= 0) {
                nextScan = now + scanNanos;
                scan();
            }
        } catch (OtherVersionException e) {
            left.add(e.directory());
            LOG.warn("A journal is left where it is: {}", e.getMessage());
        } catch (IOException e) {
            LOG.debug("Journals of dead processes cannot be looked for; the next look is in {} ns", scanNanos, e);
        }
    }

    /** Leaves the orphan to others, because it cannot be read here. */
    void abandon(IOException reason) {
        if (orphan != null) {
            left.add(orphan.journal().path());
            LOG.warn(
                    "The journal {} of a dead process cannot be read: {}",
                    orphan.journal().path(),
                    reason.toString());
            close();
        }
    }

    /** Gives the lock up; what is not acknowledged is for the next to adopt. */
    void close() {
        Orphan released = orphan;
        orphan = null;
        if (released != null) {
            try {
                released.journal().close();
            } catch (IOException e) {
                LOG.debug("{} did not close", released.journal().path(), e);
            }
        }
    }

    private void scan() throws IOException {
        if (journal != null) {
            journal.setElsewhereBytes(directory.bytesWithout(journal.path()));
        }
        if (orphan == null) {
            Optional<OrphanedJournal> adopted = directory.adopt(left, listener);
            if (adopted.isPresent()) {
                OrphanedJournal found = adopted.get();
                orphan = new Orphan(found, new Shipment(found.reader(), listener, true));
                if (!orphan.shipment().isDrained()) {
                    LOG.info("Sending what a dead process left in {}", found.path());
                }
            }
        }
    }

    private void takeLeave(Orphan done) throws IOException {
        try {
            done.journal().delete();
        } catch (IOException e) {
            left.add(done.journal().path());
            throw e;
        } finally {
            close();
        }
    }
}
