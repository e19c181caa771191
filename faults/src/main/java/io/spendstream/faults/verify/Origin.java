package io.spendstream.faults.verify;

import java.util.Comparator;

/** The place of a record in its topic. */
public record Origin(int partition, long offset) implements Comparable<Origin> {
    /** By offset first, which over partitions that fill evenly is about the order of time. */
    public static final Comparator<Origin> BY_OFFSET =
            Comparator.comparingLong(Origin::offset).thenComparingInt(Origin::partition);

    /** After every place there is. */
    static final Origin NOWHERE = new Origin(Integer.MAX_VALUE, Long.MAX_VALUE);

    private static final Comparator<Origin> ORDER =
            Comparator.comparingInt(Origin::partition).thenComparingLong(Origin::offset);

    @Override
    public int compareTo(Origin other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "partition %d, offset %d".formatted(partition, offset);
    }
}
