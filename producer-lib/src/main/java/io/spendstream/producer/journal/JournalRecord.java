package io.spendstream.producer.journal;

/**
 * One record as it was appended. Not a record type: arrays are compared by identity, and nobody should compare these.
 */
public final class JournalRecord {
    private final byte[] key;
    private final byte[] value;
    private final Position end;

    JournalRecord(byte[] key, byte[] value, Position end) {
        this.key = key;
        this.value = value;
        this.end = end;
    }

    /** Returns the event id, in UTF-8; the caller's to keep, not to change. */
    public byte[] key() {
        return key;
    }

    /** Returns the event, in JSON; the caller's to keep, not to change. */
    public byte[] value() {
        return value;
    }

    /** Returns the position right behind the record: what to acknowledge when it is done with. */
    public Position end() {
        return end;
    }
}
