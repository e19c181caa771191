package io.spendstream.producer;

import io.spendstream.producer.journal.AppendOutcome;
import io.spendstream.producer.journal.Journal;
import io.spendstream.producer.journal.JournalDirectory;
import io.spendstream.producer.journal.WriterDirectory;
import io.spendstream.producer.shipper.Brokers;
import io.spendstream.producer.shipper.Shipper;
import io.spendstream.producer.shipper.ShipperListener;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;

/** A journal of this process with the shipper that empties it. Thread-safe. */
final class Spool {
    private final Journal journal;
    private final Shipper shipper;

    private Spool(Journal journal, Shipper shipper) {
        this.journal = journal;
        this.shipper = shipper;
    }

    static Spool open(TokenTrackerConfig config, InstantSource clock, Brokers brokers, ShipperListener listener)
            throws IOException {
        var directory = new JournalDirectory(config.journalDirectory(), clock);
        WriterDirectory writer = directory.create();
        boolean isOpen = false;
        try {
            Journal journal = Journal.begin(writer, config.journalLimits(), config.durability());
            Shipper shipper = Shipper.of(journal, directory, brokers, listener, config.scanInterval());
            shipper.start();
            isOpen = true;
            return new Spool(journal, shipper);
        } finally {
            if (!isOpen) {
                writer.close();
            }
        }
    }

    AppendOutcome append(byte[] key, byte[] value) {
        AppendOutcome outcome = journal.append(key, value);
        shipper.wake();
        return outcome;
    }

    /** Returns whether somebody has removed the directory, so that nothing can be appended here any more. */
    boolean isGone() {
        return !Files.isDirectory(journal.path());
    }

    /** Returns why the last append failed. */
    String lastError() {
        IOException error = journal.lastError();
        return error == null ? journal.path().toString() : error.toString();
    }

    long bytes() {
        return journal.bytes();
    }

    boolean isKafkaAway() {
        return shipper.isKafkaAway();
    }

    /** Returns whether, within {@code timeout}, everything appended so far is acknowledged. */
    boolean flush(Duration timeout) throws InterruptedException {
        return shipper.awaitAcknowledged(journal.end(), timeout);
    }

    /** Takes no more events, and closes when Kafka has the ones it has. */
    void leave() {
        journal.stop();
        shipper.stopWhenDrained();
    }

    /** Closes, within seconds. What is not acknowledged stays in the journal, for whoever adopts it. */
    void close() {
        shipper.close();
    }
}
