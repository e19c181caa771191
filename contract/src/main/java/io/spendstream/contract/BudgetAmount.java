package io.spendstream.contract;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An exact amount of what a budget limits. Equal amounts are equal records.
 *
 * @param unit dollars or tokens
 * @param value how many, with exactly the unit's decimals; may be negative, as a correction is
 */
public record BudgetAmount(BudgetUnit unit, BigDecimal value) {
    private static final int RATIO_DECIMALS = 8;

    public BudgetAmount {
        requireNonNull(unit, "unit");
        // throws if there are decimals the unit does not have: nothing is rounded unseen
        value = value.setScale(unit.scale(), RoundingMode.UNNECESSARY);
    }

    /** Returns {@code amount} of dollars. */
    public static BudgetAmount usd(Money amount) {
        return new BudgetAmount(BudgetUnit.USD, amount.toBigDecimal());
    }

    /** Returns {@code count} tokens. */
    public static BudgetAmount tokens(long count) {
        return new BudgetAmount(BudgetUnit.TOKENS, BigDecimal.valueOf(count));
    }

    /** Returns no amount of {@code unit}: a claim, not the absence of one. */
    public static BudgetAmount zero(BudgetUnit unit) {
        return new BudgetAmount(unit, BigDecimal.ZERO);
    }

    /** Returns this amount as a count; only of {@link BudgetUnit#TOKENS}. */
    public long tokens() {
        if (unit != BudgetUnit.TOKENS) {
            throw new IllegalStateException("not an amount of tokens: " + this);
        }
        return value.longValueExact();
    }

    /** Returns {@code share} of this amount, rounded away from zero to the unit's decimals. */
    public BudgetAmount share(BigDecimal share) {
        return new BudgetAmount(unit, value.multiply(share).setScale(unit.scale(), RoundingMode.UP));
    }

    /** Returns the difference to {@code earlier}. */
    public BudgetAmount minus(BudgetAmount earlier) {
        requireSameUnit(earlier);
        return new BudgetAmount(unit, value.subtract(earlier.value));
    }

    /** Returns whether this amount is at or above {@code other}, of the same unit. */
    public boolean isAtLeast(BudgetAmount other) {
        requireSameUnit(other);
        return value.compareTo(other.value) >= 0;
    }

    /** Returns how much of {@code limit} this amount is, rounded half up to eight decimals. */
    public BigDecimal ratioOf(BudgetAmount limit) {
        requireSameUnit(limit);
        return value.divide(limit.value, RATIO_DECIMALS, RoundingMode.HALF_UP);
    }

    /** Returns the amount for people: {@code $5.02} or {@code 12000}; the word tokens is left to the sentence. */
    public String shown() {
        return unit == BudgetUnit.TOKENS ? value.toPlainString() : "$" + dollars();
    }

    /** Shows cents, and below a dollar as many further decimals up to six as it takes to tell small amounts apart. */
    private String dollars() {
        BigDecimal cents = value.setScale(2, RoundingMode.HALF_UP);
        if (cents.abs().compareTo(BigDecimal.ONE) >= 0) {
            return cents.toPlainString();
        }
        BigDecimal micros = value.setScale(6, RoundingMode.HALF_UP).stripTrailingZeros();
        return micros.setScale(Math.max(micros.scale(), 2)).toPlainString();
    }

    private void requireSameUnit(BudgetAmount other) {
        if (unit != other.unit) {
            throw new IllegalArgumentException("%s and %s cannot be compared".formatted(this, other));
        }
    }

    @Override
    public String toString() {
        return value.stripTrailingZeros().toPlainString() + " " + unit.wireName();
    }
}
