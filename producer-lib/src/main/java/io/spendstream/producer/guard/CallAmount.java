package io.spendstream.producer.guard;

import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetUnit;
import io.spendstream.contract.Money;

/**
 * What a call costs at most, or did cost: dollars for budgets in dollars, tokens for budgets in tokens.
 *
 * @param cost in US dollars; not negative
 * @param tokens of all classes, in and out; not negative
 */
public record CallAmount(Money cost, long tokens) {
    /** Nothing. */
    public static final CallAmount NONE = new CallAmount(Money.ZERO, 0);

    /** So many grains make a dollar; a grain is what amounts are set aside in. */
    private static final long GRAINS_PER_DOLLAR = 1_000_000_000L;

    private static final long UNITS_PER_GRAIN = Money.UNITS_PER_DOLLAR / GRAINS_PER_DOLLAR;

    /** More than anything is worth, and four of them still fit a long. */
    private static final long GRAINS_MAX = Long.MAX_VALUE / 4;

    public CallAmount {
        if (cost.signum() < 0) {
            throw new IllegalArgumentException("cost must not be negative: " + cost);
        }
        if (tokens < 0) {
            throw new IllegalArgumentException("tokens must not be negative: " + tokens);
        }
    }

    /** Returns {@code dollars}, a decimal number of US dollars, and no tokens. */
    public static CallAmount usd(String dollars) {
        return usd(Money.of(dollars));
    }

    /** Returns {@code cost} and no tokens. */
    public static CallAmount usd(Money cost) {
        return new CallAmount(cost, 0);
    }

    /** Returns {@code count} tokens of no known cost. */
    public static CallAmount tokens(long count) {
        return new CallAmount(Money.ZERO, count);
    }

    /** Returns this amount with {@code count} tokens. */
    public CallAmount withTokens(long count) {
        return new CallAmount(cost, count);
    }

    boolean isNothing() {
        return cost.signum() == 0 && tokens == 0;
    }

    /** Returns this amount in grains of {@code unit}, rounded up: what is set aside must not be too little. */
    long grains(BudgetUnit unit) {
        if (unit == BudgetUnit.TOKENS) {
            return Math.min(tokens, GRAINS_MAX);
        }
        if (cost.dollars() >= GRAINS_MAX / GRAINS_PER_DOLLAR) {
            return GRAINS_MAX;
        }
        return cost.dollars() * GRAINS_PER_DOLLAR + (cost.fraction() + UNITS_PER_GRAIN - 1) / UNITS_PER_GRAIN;
    }

    /**
     * Returns how many grains are left when {@code spent} of {@code limit} is spent, rounded down; at least one if
     * anything is left, none if not.
     */
    static long grainsLeft(BudgetAmount limit, BudgetAmount spent) {
        if (spent.isAtLeast(limit)) {
            return 0;
        }
        BudgetAmount left = limit.minus(spent);
        int decimals = left.unit() == BudgetUnit.TOKENS ? 0 : 9;
        var grains = left.value().movePointRight(decimals).toBigInteger();
        return grains.bitLength() >= Long.SIZE - 2 ? GRAINS_MAX : Math.max(1, grains.longValueExact());
    }
}
