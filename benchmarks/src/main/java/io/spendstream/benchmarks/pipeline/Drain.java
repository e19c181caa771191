package io.spendstream.benchmarks.pipeline;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * How fast a fixed amount of work is worked off, from when half of it is done: starting, joining a group and compiling
 * are not what is measured. Compiling is the longest of these: for half a minute it takes a core of its own.
 */
final class Drain {
    private static final Duration MAX = Duration.ofMinutes(5);
    private static final long PAUSE_NANOS = 20_000_000;
    private static final int WARM_UP_PARTS = 2;
    private static final double NANOS_PER_SECOND = 1e9;

    private Drain() {}

    /** Asks how much is done. */
    interface Gauge {
        long done() throws Exception;
    }

    /** Returns how much of {@code total} was done in a second while {@code children} worked. */
    static double perSecond(long total, Gauge gauge, ChildProcess... children) throws Exception {
        long deadline = System.nanoTime() + MAX.toNanos();
        long firstDone = -1;
        long firstAt = 0;
        while (true) {
            long done = gauge.done();
            long now = System.nanoTime();
            if (firstDone < 0 && done >= total / WARM_UP_PARTS) {
                firstDone = done;
                firstAt = now;
            }
            if (done >= total) {
                if (done == firstDone) {
                    throw new IllegalStateException(
                            "%d are too few to measure: all were done at once".formatted(total));
                }
                return (done - firstDone) * NANOS_PER_SECOND / (now - firstAt);
            }
            if (now > deadline) {
                throw new IllegalStateException("%d of %d done within %s".formatted(done, total, MAX));
            }
            for (ChildProcess child : children) {
                child.requireAlive();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
