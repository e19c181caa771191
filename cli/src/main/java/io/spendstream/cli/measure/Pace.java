package io.spendstream.cli.measure;

import java.util.concurrent.locks.LockSupport;

/** A steady beat, from its creation on; who is late catches up. Used by one thread. */
final class Pace {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final long beatNanos;
    private long next = System.nanoTime();

    /** Begins to beat {@code perSecond} times a second. */
    Pace(int perSecond) {
        beatNanos = NANOS_PER_SECOND / perSecond;
    }

    /** Waits for the next beat; the first is there at once. */
    void await() {
        while (next - System.nanoTime() > 0) {
            LockSupport.parkNanos(next - System.nanoTime());
        }
        next += beatNanos;
    }
}
