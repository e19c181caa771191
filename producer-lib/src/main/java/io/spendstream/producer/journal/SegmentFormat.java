package io.spendstream.producer.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The bytes of one segment of a journal. Numbers are big-endian and unsigned.
 *
 * <pre>
 * segment    := header record…
 * header     := magic version checksum             16 bytes; the checksum is over magic and version
 * magic      := "SPNDJRNL"                          8 bytes
 * version    := 1                                   4 bytes
 * record     := mark length checksum payload       12 bytes + length; the checksum is over length and payload
 * mark       := ff fe 53 4a                         4 bytes
 * length     := bytes of payload                    4 bytes, 2 to {@link #PAYLOAD_BYTES_MAX}
 * payload    := keyLength key value
 * keyLength  := bytes of key                        2 bytes
 * key        := event id                            UTF-8
 * value      := usage event                         UTF-8, JSON
 * checksum   := CRC32C                              4 bytes
 * </pre>
 *
 * <p>The mark is how a reader finds the next record behind damaged bytes. It begins with two bytes that never occur in
 * UTF-8, so no key or value can contain it, not even on purpose.
 *
 * <p>Thread-safe: all methods are pure.
 */
final class SegmentFormat {
    static final String FILE_SUFFIX = ".journal";
    static final int HEADER_BYTES = 16;
    static final int FRAME_BYTES = 12;
    static final int KEY_BYTES_MAX = 0xffff;
    static final int PAYLOAD_BYTES_MAX = 1 << 17;
    static final int RECORD_BYTES_MAX = FRAME_BYTES + PAYLOAD_BYTES_MAX;

    /** What {@link #intactBytes} returns where bytes are not a record. */
    static final int DAMAGED = 0;

    /** What {@link #intactBytes} returns where bytes begin a record that goes on beyond the limit. */
    static final int CUT_OFF = -1;

    private static final byte[] MAGIC = "SPNDJRNL".getBytes(StandardCharsets.US_ASCII);
    static final int VERSION = 1;
    private static final int MARK = 0xfffe534a;
    private static final byte MARK_FIRST_BYTE = (byte) 0xff;
    private static final int KEY_LENGTH_BYTES = 2;

    private SegmentFormat() {}

    /** What the header of a segment says. */
    enum Header {
        READABLE,
        DAMAGED,
        /** Intact, and written by a version of this library that is not this one. */
        OTHER_VERSION
    }

    /** Returns the name of the file of segment {@code number}. */
    static String fileName(long number) {
        return "%016d".formatted(number) + FILE_SUFFIX;
    }

    /** Returns the header of a new segment. */
    static byte[] header() {
        return header(VERSION);
    }

    static byte[] header(int version) {
        byte[] header = new byte[HEADER_BYTES];
        ByteBuffer buffer = ByteBuffer.wrap(header).put(MAGIC).putInt(version);
        buffer.putInt(checksum(header, 0, buffer.position()));
        return header;
    }

    /** Reads the header at the start of {@code bytes}, of which {@code limit} are there. */
    static Header readHeader(byte[] bytes, int limit) {
        if (limit < HEADER_BYTES || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return Header.DAMAGED;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int version = buffer.getInt(MAGIC.length);
        if (buffer.getInt(MAGIC.length + Integer.BYTES) != checksum(bytes, 0, MAGIC.length + Integer.BYTES)) {
            return Header.DAMAGED;
        }
        return version == VERSION ? Header.READABLE : Header.OTHER_VERSION;
    }

    /** Returns the version that an intact header says. */
    static int version(byte[] header) {
        return ByteBuffer.wrap(header).getInt(MAGIC.length);
    }

    /** Returns how many bytes the record of {@code key} and {@code value} takes. */
    static int recordBytes(byte[] key, byte[] value) {
        return FRAME_BYTES + KEY_LENGTH_BYTES + key.length + value.length;
    }

    /** Writes the record of {@code key} and {@code value} to the start of {@code target}; returns its bytes. */
    static int write(byte[] key, byte[] value, byte[] target) {
        int bytes = recordBytes(key, value);
        ByteBuffer buffer = ByteBuffer.wrap(target, 0, bytes);
        buffer.putInt(MARK).putInt(bytes - FRAME_BYTES).putInt(0);
        buffer.putShort((short) key.length).put(key).put(value);
        buffer.putInt(2 * Integer.BYTES, recordChecksum(target, 0, bytes));
        return bytes;
    }

    /**
     * Returns how many bytes the record at {@code from} takes if it is intact, else {@link #DAMAGED} or {@link
     * #CUT_OFF}.
     */
    static int intactBytes(byte[] bytes, int from, int limit) {
        int available = limit - from;
        if (available < FRAME_BYTES) {
            return startsWithMark(bytes, from, available) ? CUT_OFF : DAMAGED;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (buffer.getInt(from) != MARK) {
            return DAMAGED;
        }
        int length = buffer.getInt(from + Integer.BYTES);
        if (length < KEY_LENGTH_BYTES || length > PAYLOAD_BYTES_MAX) {
            return DAMAGED;
        }
        int recordBytes = FRAME_BYTES + length;
        if (recordBytes > available) {
            return CUT_OFF;
        }
        boolean isIntact = buffer.getInt(from + 2 * Integer.BYTES) == recordChecksum(bytes, from, recordBytes)
                && KEY_LENGTH_BYTES + keyLength(bytes, from) <= length;
        return isIntact ? recordBytes : DAMAGED;
    }

    /** Returns where, at or after {@code from}, the next mark may start, or {@code limit}. */
    static int nextMark(byte[] bytes, int from, int limit) {
        for (int i = from; i < limit; i++) {
            if (bytes[i] == MARK_FIRST_BYTE && startsWithMark(bytes, i, limit - i)) {
                return i;
            }
        }
        return limit;
    }

    /** Returns the key of the intact record at {@code from}. */
    static byte[] key(byte[] bytes, int from) {
        int start = from + FRAME_BYTES + KEY_LENGTH_BYTES;
        return Arrays.copyOfRange(bytes, start, start + keyLength(bytes, from));
    }

    /** Returns the value of the intact record at {@code from}, which takes {@code recordBytes}. */
    static byte[] value(byte[] bytes, int from, int recordBytes) {
        int start = from + FRAME_BYTES + KEY_LENGTH_BYTES + keyLength(bytes, from);
        return Arrays.copyOfRange(bytes, start, from + recordBytes);
    }

    private static int keyLength(byte[] bytes, int from) {
        return Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(from + FRAME_BYTES));
    }

    /** Returns whether as many of the first bytes of the mark as are available are there. */
    private static boolean startsWithMark(byte[] bytes, int from, int available) {
        for (int i = 0; i < Math.min(available, Integer.BYTES); i++) {
            if (bytes[from + i] != (byte) (MARK >>> (8 * (Integer.BYTES - 1 - i)))) {
                return false;
            }
        }
        return true;
    }

    private static int recordChecksum(byte[] bytes, int from, int recordBytes) {
        var checksum = new CRC32C();
        checksum.update(bytes, from + Integer.BYTES, Integer.BYTES);
        checksum.update(bytes, from + FRAME_BYTES, recordBytes - FRAME_BYTES);
        return (int) checksum.getValue();
    }

    private static int checksum(byte[] bytes, int from, int length) {
        var checksum = new CRC32C();
        checksum.update(bytes, from, length);
        return (int) checksum.getValue();
    }
}
