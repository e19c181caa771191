package io.spendstream.producer.journal;

/** How far the segments of a journal may be read, and who is told when one is gone. */
interface Segments {
    /** Returns the position before which everything may be read. */
    Position end();

    /** Returns where segment {@code number}, which is before the one of {@link #end()}, ends; 0 if there is none. */
    long sealedEnd(long number);

    /** Says that segment {@code number} is no longer there although it should be. */
    void lost(long number);

    /** Says that segment {@code number} was removed, being acknowledged. */
    void removed(long number);
}
