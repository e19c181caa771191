package io.spendstream.producer.guard;

import io.spendstream.producer.guard.GuardDecision.Outcome;
import java.util.List;

/**
 * What is set aside for one call, from before it is made until its cost is known. Settle it with what the call cost, or
 * close it if the call failed and costs nothing; what is neither comes free by itself. Each of these counts once,
 * however often and in whatever order it is done. Nothing here throws. Thread-safe.
 */
public final class Reservation implements AutoCloseable {
    private final BudgetGuard guard;
    private final GuardDecision decision;
    private final List<Purse> purses;
    private final CallAmount estimate;

    // guarded by this
    private Stage stage = Stage.OPEN;
    private CallAmount held;

    // guarded by the deadlines
    private long deadlineNanos;

    private enum Stage {
        OPEN,
        /** Nobody settled it in time; a cost that comes late still counts. */
        EXPIRED,
        /** The cost is known here and not yet in the budget's state. */
        SETTLED,
        ENDED
    }

    Reservation(BudgetGuard guard, GuardDecision decision, List<Purse> purses, CallAmount estimate) {
        this.guard = guard;
        this.decision = decision;
        this.purses = purses;
        this.estimate = estimate;
        this.held = estimate;
    }

    /** Returns what the guard says about the call. */
    public GuardDecision decision() {
        return decision;
    }

    /** Returns whether the call may be made. */
    public boolean isAllowed() {
        return decision.outcome() != Outcome.DENIED;
    }

    /** Says what the call cost. It stays set aside until it can be expected in the budget's state. */
    public void settle(CallAmount actual) {
        guard.guarded(() -> settleOnce(actual));
    }

    private void settleOnce(CallAmount actual) {
        synchronized (this) {
            if (stage != Stage.OPEN && stage != Stage.EXPIRED) {
                return;
            }
            hold(actual);
            stage = Stage.SETTLED;
            guard.deadlines().settled(this, guard.nanoTime());
        }
        if (!purses.isEmpty() && !actual.isNothing()) {
            guard.awaitAnswer();
        }
    }

    /** Frees what is set aside, unless the call was settled: a call that failed costs nothing. */
    @Override
    public void close() {
        guard.guarded(this::closeOnce);
    }

    private synchronized void closeOnce() {
        if (stage == Stage.OPEN) {
            hold(CallAmount.NONE);
            stage = Stage.ENDED;
            guard.deadlines().closed(this);
        }
    }

    /** Frees what was set aside for a call nobody settled. */
    synchronized void expire() {
        if (stage == Stage.OPEN) {
            hold(CallAmount.NONE);
            stage = Stage.EXPIRED;
            guard.countExpired(estimate);
        }
    }

    /** Frees what a settled call cost: by now it is in the budget's state. */
    synchronized void free() {
        if (stage == Stage.SETTLED) {
            hold(CallAmount.NONE);
            stage = Stage.ENDED;
        }
    }

    private void hold(CallAmount amount) {
        for (Purse purse : purses) {
            purse.adjust(amount.grains(purse.unit()) - held.grains(purse.unit()));
        }
        held = amount;
    }

    long deadline() {
        return deadlineNanos;
    }

    void setDeadline(long nanos) {
        deadlineNanos = nanos;
    }
}
