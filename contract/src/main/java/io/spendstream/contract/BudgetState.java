package io.spendstream.contract;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What was spent of an allowance. The record of a budget that has one allowance for each of some values stands twice:
 * once for each value of which something was spent, and once as a template, without values, for all others.
 *
 * @param allowance the budget, its values and its current period; when the period's end is past, nothing is spent yet
 *     of the next
 * @param spent how much was spent; lacks the cost of the unpriced calls
 * @param unpricedCalls how many calls have no known cost
 * @param status how much that is
 * @param updated when this was found out
 */
public record BudgetState(Allowance allowance, BudgetAmount spent, long unpricedCalls, Status status, Instant updated) {
    /** How much of an allowance was spent. */
    public enum Status {
        /** Less than every threshold. */
        OK,
        /** A threshold, but not the limit. */
        WARNING,
        /** The limit. */
        EXCEEDED
    }

    public BudgetState {
        requireNonNull(allowance, "allowance");
        requireNonNull(spent, "spent");
        requireNonNull(status, "status");
        requireNonNull(updated, "updated");
        if (spent.unit() != allowance.limit().unit()) {
            throw new IllegalArgumentException(
                    "budget %s: spent and limit must have one unit: %s".formatted(allowance.id(), spent));
        }
    }

    /** Returns the state of {@code budget} with {@code spent} in {@code allowance}. */
    public static BudgetState of(
            Budget budget, Allowance allowance, BudgetAmount spent, long unpricedCalls, Instant updated) {
        Status status = Status.OK;
        if (spent.isAtLeast(budget.amountAt(budget.thresholds().get(0).ratio()))) {
            status = Status.WARNING;
        }
        if (spent.isAtLeast(budget.limit())) {
            status = Status.EXCEEDED;
        }
        return new BudgetState(allowance, spent, unpricedCalls, status, updated);
    }

    /** Returns the state at {@code now}: once the period is over, nothing is spent yet of the one that runs then. */
    public BudgetState at(Instant now) {
        if (allowance.window().contains(now)) {
            return this;
        }
        Allowance running = allowance.in(allowance.period().windowAt(now));
        return new BudgetState(running, BudgetAmount.zero(spent.unit()), 0, Status.OK, updated);
    }

    /** Returns how much of the limit was spent, rounded half up to eight decimals. */
    public BigDecimal ratio() {
        return spent.ratioOf(allowance.limit());
    }

    /** Returns the key of this state's record. */
    public BudgetStateKey key() {
        return new BudgetStateKey(allowance.id(), allowance.values());
    }
}
