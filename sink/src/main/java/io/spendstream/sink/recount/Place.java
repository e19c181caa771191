package io.spendstream.sink.recount;

import java.util.Comparator;

/** A place in the ledger topic. */
record Place(int partition, long offset) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
            Comparator.comparingInt(Place::partition).thenComparingLong(Place::offset);

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "partition %d offset %d".formatted(partition, offset);
    }
}
