package io.spendstream.producer.reading;

import java.util.Arrays;

/** Bytes that arrive piece by piece, up to a limit. Not thread-safe. */
final class Bytes {
    private static final int KEPT_BYTES_MAX = 64 << 10;
    private static final int INITIAL_BYTES = 1 << 10;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;
    private boolean oversized;

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    boolean isEmpty() {
        return length == 0;
    }

    byte last() {
        return bytes[length - 1];
    }

    /** Returns whether more arrived than is kept; what is here is then worthless. */
    boolean isOversized() {
        return oversized;
    }

    void append(byte[] source, int offset, int count) {
        if (count > Frames.EVENT_BYTES_MAX - length) {
            oversized = true;
            length = 0;
        }
        if (oversized) {
            return;
        }
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, Math.min(2 * bytes.length, Frames.EVENT_BYTES_MAX)));
        }
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    /** Removes the first {@code count} bytes. */
    void removeFirst(int count) {
        System.arraycopy(bytes, count, bytes, 0, length - count);
        length -= count;
    }

    void clear() {
        length = 0;
        oversized = false;
        if (bytes.length > KEPT_BYTES_MAX) {
            bytes = new byte[INITIAL_BYTES];
        }
    }
}
