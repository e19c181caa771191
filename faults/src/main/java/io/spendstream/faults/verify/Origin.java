package io.spendstream.faults.verify;

import java.util.Comparator;

/** The place of a record in its topic. */
public record Origin(int partition, long offset) implements Comparable<Origin> {
    private static final Comparator<Origin> ORDER =
            Comparator.comparingInt(Origin::partition).thenComparingLong(Origin::offset);

    @Override
    public int compareTo(Origin other) {
        return ORDER.compare(this, other);
    }
}
