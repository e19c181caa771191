package io.spendstream.contract;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One period of a budget, from its start to before its end.
 *
 * @param start the first instant
 * @param end the first instant after it
 */
public record BudgetWindow(Instant start, Instant end) {
    /** The window of a period that has no calendar, that of a session: all time. */
    public static final BudgetWindow ALWAYS = new BudgetWindow(Instant.EPOCH, WireTime.MAX);

    public BudgetWindow {
        requireNonNull(start, "start");
        requireNonNull(end, "end");
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("a window must start before it ends: %s, %s".formatted(start, end));
        }
    }

    /** Returns whether {@code time} lies in this window. */
    public boolean contains(Instant time) {
        return !time.isBefore(start) && time.isBefore(end);
    }

    /** Returns whether this is the window without an end. */
    public boolean isAlways() {
        return equals(ALWAYS);
    }
}
