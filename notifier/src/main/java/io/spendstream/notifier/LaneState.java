package io.spendstream.notifier;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What others may know about a lane. Written by its thread, read by any. */
final class LaneState {
    private static final double MILLIS_PER_SECOND = 1000.0;

    private final InstantSource clock;
    private volatile boolean isReady;
    private volatile int queued;
    private volatile @Nullable Instant lastSuccess;

    LaneState(InstantSource clock) {
        this.clock = clock;
    }

    boolean isReady() {
        return isReady;
    }

    int queued() {
        return queued;
    }

    double secondsSinceSuccess() {
        Instant last = lastSuccess;
        return last == null
                ? Double.NaN
                : Duration.between(last, clock.instant()).toMillis() / MILLIS_PER_SECOND;
    }

    void assigned() {
        isReady = true;
    }

    void left() {
        isReady = false;
        queued = 0;
    }

    void queued(int alerts) {
        queued = alerts;
    }

    /** Notes that the receiver took something at {@code time}. */
    void succeeded(Optional<Instant> time) {
        Instant last = lastSuccess;
        time.filter(success -> last == null || success.isAfter(last)).ifPresent(success -> lastSuccess = success);
    }
}
