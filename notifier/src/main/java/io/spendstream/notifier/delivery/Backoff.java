package io.spendstream.notifier.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a failed delivery is tried again: twice as long each time, up to a limit, and of that at
 * random between a half and the whole, so that many waiting for one receiver do not come all at once.
 *
 * @param first the wait after the first failure
 * @param max the longest wait
 */
public record Backoff(Duration first, Duration max) {
    private static final int DOUBLINGS_MAX = 30;

    public Backoff {
        if (first.isNegative() || first.isZero() || max.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "the waits must be positive and the first not above the longest: %s, %s".formatted(first, max));
        }
    }

    /** Returns the wait after {@code failures} failures, at least one. */
    public Duration after(int failures, RandomGenerator random) {
        long whole =
                Math.min(max.toMillis(), first.toMillis() * (1L << Math.min(DOUBLINGS_MAX, Math.max(0, failures - 1))));
        long half = whole / 2;
        return Duration.ofMillis(half + random.nextLong(whole - half + 1));
    }
}
