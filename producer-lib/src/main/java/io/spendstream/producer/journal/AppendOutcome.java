package io.spendstream.producer.journal;

/** What became of an append. */
public enum AppendOutcome {
    /** The record is in the journal. */
    APPENDED,
    /** Refused: the journals of this host have reached their bound. */
    JOURNAL_FULL,
    /** Refused: the file system did not take it; the disk may be full. */
    JOURNAL_IO_ERROR,
    /** Refused: key and value are larger than one record may be. */
    RECORD_TOO_LARGE,
    /** Refused: the journal is closed. */
    CLOSED
}
