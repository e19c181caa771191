package io.spendstream.cli.measure;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * When each of a fixed number of events reached a stage, in nanoseconds after it was recorded. Each event may be set
 * by one thread; reading times is for afterwards, how many were seen may be asked at any time.
 */
final class Latencies {
    private static final long NOT_SEEN = -1;
    private static final double NANOS_PER_MILLI = 1e6;

    private final long[] nanos;
    private final AtomicInteger seen = new AtomicInteger();

    Latencies(int events) {
        nanos = new long[events];
        Arrays.fill(nanos, NOT_SEEN);
    }

    void set(int event, long latencyNanos) {
        if (nanos[event] == NOT_SEEN) {
            nanos[event] = Math.max(0, latencyNanos);
            seen.incrementAndGet();
        }
    }

    boolean has(int event) {
        return nanos[event] != NOT_SEEN;
    }

    long get(int event) {
        return nanos[event];
    }

    /** Returns how many events were seen at this stage. */
    int seen() {
        return seen.get();
    }

    /** Returns the latency in milliseconds that {@code share} of the events did not exceed. */
    double millisAt(double share) {
        long[] sorted =
                Arrays.stream(nanos).filter(value -> value != NOT_SEEN).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, index)] / NANOS_PER_MILLI;
    }
}
