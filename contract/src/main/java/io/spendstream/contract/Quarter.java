package io.spendstream.contract;

import java.time.Duration;
import java.time.Instant;

/**
 * The quarter of an hour, the shortest time that sums are kept for. The days of every time zone in use begin with one, so
 * any day is made of whole quarters. Thread-safe: all methods are pure.
 */
public final class Quarter {
    /** How long it is. */
    public static final Duration LENGTH = Duration.ofMinutes(15);

    private Quarter() {}

    /** Returns how many quarters lie between 1970 and the one {@code time} is in; negative before 1970. */
    public static int numberOf(Instant time) {
        return Math.toIntExact(Math.floorDiv(time.getEpochSecond(), LENGTH.toSeconds()));
    }

    /** Returns the beginning of the quarter with this {@code number}. */
    public static Instant startOf(int number) {
        return Instant.ofEpochSecond(number * LENGTH.toSeconds());
    }
}
