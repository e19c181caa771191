package io.spendstream.producer.guard;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How old what the guard knows is. A budget nobody spends from changes nothing, so the age of a state says nothing by
 * itself; two things do: how long ago everything on the topic had been read, and how long a call settled here has been
 * waiting for any state to change. Says so once when it becomes stale and once when it is fresh again. Thread-safe.
 */
final class Freshness {
    private static final Logger LOG = LoggerFactory.getLogger(BudgetGuard.class);
    private static final long NEVER = Long.MIN_VALUE;

    private final long staleNanos;
    private final StalePolicy policy;
    private final long startNanos;
    private volatile long caughtUpNanos = NEVER;
    private volatile long askedNanos = NEVER;

    // written under this
    private volatile boolean isSaid;
    private long saidNanos;

    Freshness(long staleNanos, StalePolicy policy, long startNanos) {
        this.staleNanos = staleNanos;
        this.policy = policy;
        this.startNanos = startNanos;
    }

    /** Takes note that all that was on the topic at {@code nanos} has been read. */
    void caughtUp(long nanos) {
        caughtUpNanos = nanos;
    }

    /** Takes note that a state has come. */
    void answered() {
        askedNanos = NEVER;
    }

    /** Takes note that a call was settled whose cost must show in a state soon. */
    void asked(long nanos) {
        if (askedNanos == NEVER) {
            askedNanos = nanos;
        }
    }

    boolean isKnown() {
        return caughtUpNanos != NEVER;
    }

    boolean isStale(long nanos) {
        long caughtUp = caughtUpNanos;
        long asked = askedNanos;
        return caughtUp == NEVER || nanos - caughtUp > staleNanos || (asked != NEVER && nanos - asked > staleNanos);
    }

    /** Returns why it is stale, for people; empty if it is fresh. */
    Optional<String> why(long nanos) {
        if (!isStale(nanos)) {
            return Optional.empty();
        }
        long caughtUp = caughtUpNanos;
        if (caughtUp == NEVER) {
            return Optional.of("the states of budgets have not been read yet");
        }
        return Optional.of(
                nanos - caughtUp > staleNanos
                        ? "the states of budgets were last read %d s ago".formatted(seconds(nanos - caughtUp))
                        : "calls made %d s ago do not show in any budget".formatted(seconds(nanos - askedNanos)));
    }

    /** Logs a change since the last time this was called; a start takes a moment, which is not worth a word. */
    void say(long nanos) {
        boolean isStale = isStale(nanos);
        boolean isStarting = !isKnown() && nanos - startNanos <= staleNanos;
        if (isStale == isSaid || isStarting) {
            return;
        }
        synchronized (this) {
            if (isStale == isSaid) {
                return;
            }
            isSaid = isStale;
            if (!isStale) {
                LOG.info("What was spent is known again, after {} s", seconds(nanos - saidNanos));
                return;
            }
            saidNanos = nanos;
        }
        LOG.warn(
                "What was spent of late is not known: {}; {} is {}, so calls are {}",
                why(nanos).orElse(""),
                GuardConfig.WHEN_STALE,
                policy.configName(),
                policy == StalePolicy.OPEN ? "allowed" : "treated as over budget");
    }

    private static long seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos);
    }
}
