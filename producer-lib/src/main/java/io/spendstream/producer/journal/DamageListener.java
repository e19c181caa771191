package io.spendstream.producer.journal;

import java.nio.file.Path;

/** Is told of bytes of a journal that are not records. */
public interface DamageListener {
    /**
     * A segment ends in the first part of a record: its writer died, or lost power, before {@code append} had returned.
     * Nobody was told that the record was recorded.
     */
    void cutOff(Path segment, long offset, long bytes);

    /** A record, or several, cannot be read; they were lost, and the segment will be kept aside. */
    void damaged(Path segment, long offset, long bytes);
}
