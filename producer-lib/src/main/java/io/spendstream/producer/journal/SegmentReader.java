package io.spendstream.producer.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of one segment in order, stepping over damaged bytes to the next record that is intact.
 *
 * <p>Plain file reads, not a {@code FileChannel}: a channel is closed for everybody when a thread that uses it is
 * interrupted. Not thread-safe.
 */
final class SegmentReader implements Closeable {
    private static final int WINDOW_BYTES = 4 * SegmentFormat.RECORD_BYTES_MAX;

    private final long number;
    private final Path path;
    private final RandomAccessFile file;
    private final DamageListener damage;

    private final byte[] window = new byte[WINDOW_BYTES];
    private long windowStart;
    private int windowBytes;
    private long offset;
    private boolean isDamaged;
    private @Nullable Gap gap;

    /** Bytes that are not a record, from {@code start} on. */
    private record Gap(long start, boolean isCutOff) {}

    /** Opens segment {@code number} at {@code path}, to be read from {@code offset} on. */
    SegmentReader(long number, Path path, long offset, DamageListener damage) throws IOException {
        this.number = number;
        this.path = path;
        this.file = new RandomAccessFile(path.toFile(), "r");
        this.offset = offset < SegmentFormat.HEADER_BYTES ? 0 : offset;
        this.damage = damage;
    }

    /** Returns the number of the segment. */
    long number() {
        return number;
    }

    /** Returns whether damaged bytes have been stepped over. */
    boolean isDamaged() {
        return isDamaged;
    }

    /** Returns the position up to which everything was read. */
    Position position() {
        return new Position(number, offset);
    }

    /**
     * Returns the next record before {@code limit}, or null if there is none. What lies before {@code limit} must not
     * change any more.
     */
    @Nullable
    JournalRecord next(long limit) throws IOException {
        while (offset < limit) {
            int at = load(limit);
            int available = windowBytes;
            int bytes = offset == 0 ? intactHeader(available) : SegmentFormat.intactBytes(window, at, available);
            if (bytes <= 0) {
                stepOver(at, available, bytes == SegmentFormat.CUT_OFF);
                continue;
            }
            closeGap();
            boolean isHeader = offset == 0;
            offset += bytes;
            if (!isHeader) {
                return new JournalRecord(
                        SegmentFormat.key(window, at), SegmentFormat.value(window, at, bytes), position());
            }
        }
        closeGap(limit);
        return null;
    }

    private int intactHeader(int available) {
        if (available < SegmentFormat.HEADER_BYTES) {
            return SegmentFormat.CUT_OFF;
        }
        return SegmentFormat.readHeader(window, available) == SegmentFormat.Header.READABLE
                ? SegmentFormat.HEADER_BYTES
                : SegmentFormat.DAMAGED;
    }

    /**
     * Makes sure that the window holds the record at {@code offset}, whatever its size, or everything up to {@code
     * limit}; returns where in the window {@code offset} is.
     */
    private int load(long limit) throws IOException {
        long needed = Math.min(limit, offset + SegmentFormat.RECORD_BYTES_MAX);
        if (offset < windowStart || needed > windowStart + windowBytes) {
            int wanted = (int) Math.min(window.length, limit - offset);
            windowStart = offset;
            windowBytes = 0;
            file.seek(offset);
            while (windowBytes < wanted) {
                int read = file.read(window, windowBytes, wanted - windowBytes);
                if (read < 0) {
                    throw new IOException("%s ends at %d, before %d".formatted(path, offset + windowBytes, limit));
                }
                windowBytes += read;
            }
        }
        return (int) (offset - windowStart);
    }

    private void stepOver(int at, int available, boolean isCutOff) {
        if (gap == null) {
            gap = new Gap(offset, isCutOff);
        }
        offset += SegmentFormat.nextMark(window, at + 1, available) - at;
    }

    private void closeGap() {
        if (gap != null) {
            isDamaged = true;
            damage.damaged(path, gap.start(), offset - gap.start());
            gap = null;
        }
    }

    private void closeGap(long limit) {
        if (gap != null && gap.isCutOff()) {
            damage.cutOff(path, gap.start(), limit - gap.start());
            gap = null;
        }
        closeGap();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
