package io.spendstream.producer.journal;

/**
 * A place between two records of a journal.
 *
 * @param segment the number of the segment, from 1; 0 is before all segments
 * @param offset bytes from the start of the segment
 */
public record Position(long segment, long offset) implements Comparable<Position> {
    /** Before everything. */
    public static final Position START = new Position(0, 0);

    public Position {
        if (segment < 0 || offset < 0) {
            throw new IllegalArgumentException(
                    "segment and offset must not be negative: %d, %d".formatted(segment, offset));
        }
    }

    @Override
    public int compareTo(Position other) {
        int bySegment = Long.compare(segment, other.segment);
        return bySegment != 0 ? bySegment : Long.compare(offset, other.offset);
    }
}
