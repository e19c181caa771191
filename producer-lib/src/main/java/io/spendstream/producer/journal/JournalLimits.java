package io.spendstream.producer.journal;

/**
 * How large a journal may become.
 *
 * @param segmentBytesMax the size at which a new segment is begun
 * @param journalBytesMax the most that all journals of the host may take together
 * @param payloadBytesMax the most that key and value of one record may take together
 */
public record JournalLimits(long segmentBytesMax, long journalBytesMax, int payloadBytesMax) {
    /** The smallest segment: room for one record of any size. */
    public static final long SEGMENT_BYTES_MIN = 1 << 18;

    public JournalLimits {
        if (segmentBytesMax < SEGMENT_BYTES_MIN) {
            throw new IllegalArgumentException(
                    "segmentBytesMax must be at least %d: %d".formatted(SEGMENT_BYTES_MIN, segmentBytesMax));
        }
        if (journalBytesMax < 2 * segmentBytesMax) {
            throw new IllegalArgumentException(
                    "journalBytesMax must be at least twice segmentBytesMax (%d), so that one segment can be emptied while the next is filled: %d"
                            .formatted(segmentBytesMax, journalBytesMax));
        }
        int framed = payloadBytesMax + Short.BYTES;
        if (payloadBytesMax < 1 || framed > SegmentFormat.PAYLOAD_BYTES_MAX) {
            throw new IllegalArgumentException("payloadBytesMax must be 1 to %d: %d"
                    .formatted(SegmentFormat.PAYLOAD_BYTES_MAX - Short.BYTES, payloadBytesMax));
        }
    }
}
