package io.spendstream.stream.timing;

import java.time.Duration;

/**
 * How long to wait until what changed is passed on. A cell that changes again in the meantime is passed on once for both,
 * so waiting saves the stages behind work; but what waits is late. Where few cells change nothing is saved, and the base
 * interval is kept. Where many change, passing them on is what limits the throughput, and a few base intervals more make
 * it fewer. Used by one thread, that of its task.
 */
public final class FlushPace {
    /** How many cells make the interval longer by the base. */
    static final int CELLS_PER_STEP = 50;

    /** How many times the base the interval is at most. */
    public static final int STEPS_MAX = 8;

    private final Duration base;
    private Duration interval;

    /** Begins with {@code base}, below which the interval never is. */
    public FlushPace(Duration base) {
        this.base = base;
        this.interval = base;
    }

    /** Returns how long to wait for the next flush. */
    public Duration interval() {
        return interval;
    }

    /** Notes that a flush passed {@code cells} cells on. */
    public void passedOn(int cells) {
        interval = base.multipliedBy(Math.min(1 + cells / CELLS_PER_STEP, STEPS_MAX));
    }
}
