package io.spendstream.sink.recount;

import io.spendstream.sink.write.LedgerRow;
import java.util.Comparator;

/** A place in the ledger topic. */
record Place(int partition, long offset) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
            Comparator.comparingInt(Place::partition).thenComparingLong(Place::offset);

    /** Returns the id of the row whose record stands here. */
    long id() {
        return LedgerRow.id(partition, offset);
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "partition %d offset %d".formatted(partition, offset);
    }
}
