package io.spendstream.sink.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.contract.Money;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows in PostgreSQL's binary COPY format, in a byte array that grows.
 *
 * <pre>
 * stream      = signature, flags int32 = 0, extension length int32 = 0, row…, int16 = -1
 * signature   = "PGCOPY\n" 0xff "\r\n" 0x00
 * row         = number of fields int16, field…
 * field       = int32 = -1 (null) | length int32, value
 * timestamptz = microseconds since 2000-01-01T00:00Z int64
 * jsonb       = version int8 = 1, UTF-8 text
 * numeric     = number of digits int16, weight int16, sign int16 (0 or 0x4000), decimals int16, digit int16…
 *               (a digit is 0…9999; the first one is worth 10000^weight)
 * </pre>
 */
final class CopyBuffer {
    private static final byte[] SIGNATURE = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final int RETAINED_BYTES_MAX = 8 << 20;
    private static final int INITIAL_BYTES = 64 << 10;
    private static final long EPOCH_SECONDS = 946_684_800L; // 2000-01-01
    private static final int NULL = -1;
    private static final int NEGATIVE = 0x4000;
    private static final int BASE = 10_000;
    private static final int BASE_DECIMALS = 4;
    private static final BigInteger BASE_BIG = BigInteger.valueOf(BASE);
    private static final int MONEY_FRACTION_DIGITS = 4; // 16 decimals, of which Money uses 14
    private static final long MONEY_FRACTION_STEP = 1_000_000_000_000L;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;

    /** Empties the buffer and begins a stream. */
    void begin() {
        if (bytes.length > RETAINED_BYTES_MAX) {
            bytes = new byte[INITIAL_BYTES];
        }
        length = 0;
        put(SIGNATURE);
    }

    /** Empties the buffer, in the middle of the stream: what it held was sent. */
    void clear() {
        length = 0;
    }

    /** Begins a row of {@code fields} fields. */
    void row(int fields) {
        putShort(fields);
    }

    /** Ends the stream. */
    void end() {
        putShort(-1);
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void int2(int value) {
        putInt(Short.BYTES);
        putShort(value);
    }

    void int8(long value) {
        putInt(Long.BYTES);
        putLong(value);
    }

    void int8(@Nullable Long value) {
        if (value == null) {
            putInt(NULL);
        } else {
            int8(value.longValue());
        }
    }

    void text(@Nullable String value) {
        if (value == null) {
            putInt(NULL);
        } else {
            byte[] utf8 = value.getBytes(UTF_8);
            putInt(utf8.length);
            put(utf8);
        }
    }

    void jsonb(byte @Nullable [] json) {
        if (json == null) {
            putInt(NULL);
        } else {
            putInt(1 + json.length);
            put((byte) 1);
            put(json);
        }
    }

    void timestamptz(Instant value) {
        long seconds = Math.subtractExact(value.getEpochSecond(), EPOCH_SECONDS);
        int8(Math.addExact(Math.multiplyExact(seconds, 1_000_000L), value.getNano() / 1000));
    }

    void numeric(@Nullable BigDecimal value) {
        if (value == null) {
            putInt(NULL);
            return;
        }
        int decimals = Math.max(value.scale(), 0);
        int fractionDigits = (decimals + BASE_DECIMALS - 1) / BASE_DECIMALS;
        BigInteger rest =
                value.setScale(fractionDigits * BASE_DECIMALS).unscaledValue().abs();
        int[] digits = new int[rest.bitLength() / 13 + 1]; // a digit has more than 13 bits
        int first = digits.length;
        while (rest.signum() > 0) {
            BigInteger[] parts = rest.divideAndRemainder(BASE_BIG);
            digits[--first] = parts[1].intValue();
            rest = parts[0];
        }
        int count = digits.length - first;
        putNumericHead(count, count - fractionDigits - 1, value.signum() < 0, decimals);
        for (int i = first; i < digits.length; i++) {
            putShort(digits[i]);
        }
    }

    void numeric(@Nullable Money value) {
        if (value == null) {
            putInt(NULL);
            return;
        }
        boolean isNegative = value.signum() < 0;
        if (value.dollars() == Long.MIN_VALUE) {
            numeric(value.toBigDecimal());
            return;
        }
        Money absolute = isNegative ? value.negated() : value;
        int dollarDigits = 0;
        for (long rest = absolute.dollars(); rest > 0; rest /= BASE) {
            dollarDigits++;
        }
        putNumericHead(dollarDigits + MONEY_FRACTION_DIGITS, dollarDigits - 1, isNegative, Money.SCALE);
        long dollars = absolute.dollars();
        ensure(Short.BYTES * dollarDigits);
        for (int i = dollarDigits - 1; i >= 0; i--) {
            setShort(length + Short.BYTES * i, (int) (dollars % BASE));
            dollars /= BASE;
        }
        length += Short.BYTES * dollarDigits;
        long fraction = absolute.fraction() * 100; // sixteen decimals
        for (long step = MONEY_FRACTION_STEP; step > 0; step /= BASE) {
            putShort((int) (fraction / step % BASE));
        }
    }

    private void putNumericHead(int digits, int weight, boolean isNegative, int decimals) {
        putInt(Short.BYTES * (4 + digits));
        putShort(digits);
        putShort(weight);
        putShort(isNegative ? NEGATIVE : 0);
        putShort(decimals);
    }

    private void put(byte value) {
        ensure(1);
        bytes[length++] = value;
    }

    private void put(byte[] value) {
        ensure(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    private void putShort(int value) {
        ensure(Short.BYTES);
        setShort(length, value);
        length += Short.BYTES;
    }

    private void putInt(int value) {
        putShort(value >> 16);
        putShort(value);
    }

    private void putLong(long value) {
        putInt((int) (value >> 32));
        putInt((int) value);
    }

    private void setShort(int index, int value) {
        bytes[index] = (byte) (value >> 8);
        bytes[index + 1] = (byte) value;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), Math.multiplyExact(bytes.length, 2)));
        }
    }
}
