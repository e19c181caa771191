package io.spendstream.contract;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Strict UTF-8 (RFC 3629, section 4). The JSON parser takes some byte sequences that are not UTF-8 (overlong forms,
 * surrogates in pairs), by which one text would have several spellings.
 */
final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8() {}

    /** Returns whether {@code bytes} are well-formed UTF-8. */
    static boolean isWellFormed(byte[] bytes) {
        int i = asciiEnd(bytes);
        while (i < bytes.length) {
            if (bytes[i] >= 0) {
                i++;
                continue;
            }
            int length = sequenceLength(bytes, i);
            if (length == 0) {
                return false;
            }
            i += length;
        }
        return true;
    }

    /** Returns a place up to which all bytes are ASCII, looking at eight at a time; the length if all are. */
    private static int asciiEnd(byte[] bytes) {
        int i = 0;
        while (i <= bytes.length - Long.BYTES && ((long) LONGS.get(bytes, i) & HIGH_BITS) == 0) {
            i += Long.BYTES;
        }
        return i;
    }

    /** Returns how many bytes the character at {@code i}, which is not ASCII, takes; 0 if it is ill-formed. */
    private static int sequenceLength(byte[] bytes, int i) {
        int lead = bytes[i] & 0xff;
        if (lead < 0xc2 || lead > 0xf4) {
            return 0;
        }
        int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (i + length > bytes.length) {
            return 0;
        }
        int second = bytes[i + 1] & 0xff;
        int secondMin = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int secondMax = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        boolean isWellFormed = second >= secondMin && second <= secondMax;
        for (int j = i + 2; j < i + length; j++) {
            isWellFormed &= (bytes[j] & 0xc0) == 0x80;
        }
        return isWellFormed ? length : 0;
    }
}
