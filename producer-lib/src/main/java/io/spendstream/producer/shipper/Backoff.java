package io.spendstream.producer.shipper;

import java.time.Duration;

/** How long to rest before the next attempt: twice as long after every failure, up to a bound. Not thread-safe. */
final class Backoff {
    private static final int DOUBLINGS_MAX = 30;

    private final Duration min;
    private final Duration max;
    private int failures;

    Backoff(Duration min, Duration max) {
        this.min = min;
        this.max = max;
    }

    /** Counts a failure; returns how long to rest. */
    Duration next() {
        Duration rest = min.multipliedBy(1L << Math.min(failures, DOUBLINGS_MAX));
        failures++;
        return rest.compareTo(max) < 0 ? rest : max;
    }

    /** Says that an attempt succeeded. */
    void reset() {
        failures = 0;
    }
}
