package io.spendstream.producer.shipper;

import io.spendstream.producer.journal.Journal;
import io.spendstream.producer.journal.JournalReader;
import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal of this process on its way to Kafka. */
final class OwnJournal {
    private static final Logger LOG = LoggerFactory.getLogger(OwnJournal.class);

    private final Journal journal;
    private final JournalReader reader;
    private final Shipment shipment;

    OwnJournal(Journal journal, ShipperListener listener) throws IOException {
        this.journal = journal;
        this.reader = journal.reader(listener);
        this.shipment = new Shipment(reader, listener, false);
    }

    Journal journal() {
        return journal;
    }

    Shipment shipment() {
        return shipment;
    }

    /** Closes the journal, and removes it if Kafka has all of it; else it is for the next process. */
    void close() {
        journal.stop();
        shipment.settle();
        try {
            shipment.saveProgress();
            if (shipment.isDrained()) {
                journal.delete(reader);
            }
        } catch (IOException e) {
            LOG.debug("The journal could not be tidied up; the next process will", e);
        }
        closeQuietly(reader);
        closeQuietly(journal);
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            LOG.debug("{} did not close; nothing is lost by it", closeable, e);
        }
    }
}
