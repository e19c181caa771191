package io.spendstream.contract;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * The wire form of an instant, read and written without the general formatter, which would cost as much as the rest
 * of the record.
 *
 * <pre>
 * instant := YYYY "-" MM "-" DD ("T" | "t") hh ":" mm ":" ss ["." 1 to 9 digits] offset      (RFC 3339, section 5.6)
 * offset  := "Z" | "z" | ("+" | "-") hh ":" mm                                                at most 18:00
 * </pre>
 *
 * <p>Leap seconds are refused: an instant cannot hold them. Written are UTC and 0, 3, 6 or 9 decimals, whatever is
 * exact, as {@link Instant#toString} does.
 */
final class WireTime {
    /** The earliest instant that can be written in four digits of year. */
    static final Instant MIN = Instant.parse("0000-01-01T00:00:00Z");

    /** The latest instant that can be written in four digits of year. */
    static final Instant MAX = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private static final int SECOND_END = 19;
    private static final int FRACTION_DIGITS_MAX = 9;
    private static final int OFFSET_LENGTH = 6;
    private static final int OFFSET_SECONDS_MAX = 18 * 3600;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private WireTime() {}

    /**
     * Reads an instant.
     *
     * @throws DateTimeException if {@code text} is not one
     */
    static Instant parse(String text) {
        return parse(text.toCharArray(), 0, text.length());
    }

    /**
     * Reads an instant from {@code length} characters at {@code from}.
     *
     * @throws DateTimeException if they are not one
     */
    static Instant parse(char[] text, int from, int length) {
        require(length > SECOND_END);
        require(text[from + 4] == '-' && text[from + 7] == '-' && (text[from + 10] | 0x20) == 't');
        require(text[from + 13] == ':' && text[from + 16] == ':');
        int year = twoDigits(text, from) * 100 + twoDigits(text, from + 2);
        LocalDate day = LocalDate.of(year, twoDigits(text, from + 5), twoDigits(text, from + 8));
        int hour = twoDigits(text, from + 11);
        int minute = twoDigits(text, from + 14);
        int second = twoDigits(text, from + 17);
        require(hour < 24 && minute < 60 && second < 60);

        int end = from + length;
        int fractionEnd = fractionEnd(text, from + SECOND_END, end);
        int nanos = nanos(text, from + SECOND_END + 1, fractionEnd);
        int offset = offsetSeconds(text, fractionEnd, end);
        return Instant.ofEpochSecond(day.toEpochDay() * 86_400 + hour * 3600L + minute * 60L + second - offset, nanos);
    }

    /** Returns where the decimals that may stand at {@code dot} end. */
    private static int fractionEnd(char[] text, int dot, int end) {
        if (text[dot] != '.') {
            return dot;
        }
        int i = dot + 1;
        while (i < end && text[i] >= '0' && text[i] <= '9') {
            i++;
        }
        int digits = i - dot - 1;
        require(digits > 0 && digits <= FRACTION_DIGITS_MAX);
        return i;
    }

    private static int nanos(char[] text, int from, int end) {
        int nanos = 0;
        for (int i = from; i < end; i++) {
            nanos = nanos * 10 + text[i] - '0';
        }
        for (int digits = Math.max(end - from, 0); digits < FRACTION_DIGITS_MAX; digits++) {
            nanos *= 10;
        }
        return nanos;
    }

    private static int offsetSeconds(char[] text, int from, int end) {
        require(from < end);
        if (end - from == 1) {
            require((text[from] | 0x20) == 'z');
            return 0;
        }
        char sign = text[from];
        require(end - from == OFFSET_LENGTH && (sign == '+' || sign == '-') && text[from + 3] == ':');
        int minutes = twoDigits(text, from + 4);
        int seconds = twoDigits(text, from + 1) * 3600 + minutes * 60;
        require(minutes < 60 && seconds <= OFFSET_SECONDS_MAX);
        return sign == '-' ? -seconds : seconds;
    }

    private static int twoDigits(char[] text, int at) {
        int tens = text[at] - '0';
        int ones = text[at + 1] - '0';
        require(tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9);
        return tens * 10 + ones;
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new DateTimeException("not an RFC 3339 time with an offset");
        }
    }

    /** Returns {@code instant} in its wire form. */
    static String write(Instant instant) {
        if (instant.isBefore(MIN) || instant.isAfter(MAX)) {
            return instant.toString();
        }
        long second = instant.getEpochSecond();
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(second, 86_400L));
        int secondOfDay = (int) Math.floorMod(second, 86_400L);
        int nanos = instant.getNano();
        int decimals = nanos == 0 ? 0 : nanos % NANOS_PER_MILLI == 0 ? 3 : nanos % NANOS_PER_MICRO == 0 ? 6 : 9;

        char[] text = new char[SECOND_END + (decimals == 0 ? 0 : 1 + decimals) + 1];
        put(text, 0, 4, day.getYear());
        text[4] = '-';
        put(text, 5, 2, day.getMonthValue());
        text[7] = '-';
        put(text, 8, 2, day.getDayOfMonth());
        text[10] = 'T';
        put(text, 11, 2, secondOfDay / 3600);
        text[13] = ':';
        put(text, 14, 2, secondOfDay / 60 % 60);
        text[16] = ':';
        put(text, 17, 2, secondOfDay % 60);
        if (decimals > 0) {
            text[SECOND_END] = '.';
            put(
                    text,
                    SECOND_END + 1,
                    decimals,
                    decimals == 3 ? nanos / NANOS_PER_MILLI : decimals == 6 ? nanos / NANOS_PER_MICRO : nanos);
        }
        text[text.length - 1] = 'Z';
        return new String(text);
    }

    /** Puts the last {@code digits} digits of {@code number} at {@code from}. */
    private static void put(char[] text, int from, int digits, int number) {
        int rest = number;
        for (int i = from + digits - 1; i >= from; i--) {
            text[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
