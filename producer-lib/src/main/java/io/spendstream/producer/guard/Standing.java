package io.spendstream.producer.guard;

import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetState;
import io.spendstream.contract.BudgetWindow;

/**
 * What the last state of an allowance says, worked out once so that nothing has to be when a call asks.
 *
 * @param state what was read
 * @param left what is left of the limit in the state's period, in grains; zero if the limit is spent
 * @param full the whole limit in grains, which is left once the period is over
 * @param endMillis the end of the period, in milliseconds since the epoch
 */
record Standing(BudgetState state, long left, long full, long endMillis) {
    static Standing of(BudgetState state) {
        var limit = state.allowance().limit();
        BudgetWindow window = state.allowance().window();
        return new Standing(
                state,
                CallAmount.grainsLeft(limit, state.spent()),
                CallAmount.grainsLeft(limit, BudgetAmount.zero(limit.unit())),
                window.isAlways() ? Long.MAX_VALUE : window.end().toEpochMilli());
    }

    /** Returns what is left at {@code nowMillis}: of a period that has begun since, nothing is known to be spent. */
    long left(long nowMillis) {
        return nowMillis < endMillis ? left : full;
    }
}
