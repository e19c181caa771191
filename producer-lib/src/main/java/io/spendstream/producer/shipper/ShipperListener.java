package io.spendstream.producer.shipper;

import io.spendstream.producer.journal.DamageListener;
import io.spendstream.producer.journal.JournalRecord;

/** Is told what became of records. Called on threads of the shipper and of Kafka, which it must not hold up. */
public interface ShipperListener extends DamageListener {
    /**
     * Kafka has {@code record}.
     *
     * @param isAdopted whether it is from the journal of another process
     * @param nanoTime when it was acknowledged, as {@link System#nanoTime} says
     */
    void acknowledged(JournalRecord record, boolean isAdopted, long nanoTime);

    /** Kafka will never take {@code record}; it is set aside. */
    void refused(JournalRecord record, Exception reason);
}
