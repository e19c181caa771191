package io.spendstream.contract;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * An exact amount of US dollars: a whole number of 10<sup>-14</sup> USD. Twelve decimals of a unit price, times a tier
 * and a regional multiplier, fit exactly. The range is ±9.2 × 10<sup>18</sup> USD; leaving it throws {@link
 * ArithmeticException}, never wraps.
 *
 * <p>The amount is {@code dollars + fraction × 10^-14}, the fraction always in {@code [0, 10^14)}, so equal amounts are
 * equal records. Addition is associative and commutative: the order in which lines are added cannot change a sum.
 *
 * @param dollars whole US dollars, rounded towards negative infinity
 * @param fraction the rest, in 10<sup>-14</sup> USD
 */
public record Money(long dollars, long fraction) implements Comparable<Money> {
    /** How many decimals an amount has. */
    public static final int SCALE = 14;

    /** How many of the smallest units make a dollar: 10<sup>14</sup>. */
    public static final long UNITS_PER_DOLLAR = 100_000_000_000_000L;

    /** How many digits the largest amount has before the point. */
    private static final int DIGITS_MAX = 19;

    /** How many decimals, most of them zeros, an amount that is converted may be written with. */
    private static final int SCALE_MAX = 1_000;

    private static final BigInteger UNITS_PER_DOLLAR_BIG = BigInteger.valueOf(UNITS_PER_DOLLAR);

    /** No money: a claim, not the absence of one. */
    public static final Money ZERO = new Money(0, 0);

    /** What one line's {@code DECIMAL(10,6)} cost column holds at most: 9,999.999999 USD. */
    public static final Money LINE_MAX = Money.of("9999.999999");

    public Money {
        if (fraction < 0 || fraction >= UNITS_PER_DOLLAR) {
            throw new IllegalArgumentException("fraction must be in [0, 10^14): " + fraction);
        }
    }

    /** Returns {@code units} × 10<sup>-14</sup> USD. */
    public static Money ofUnits(long units) {
        return new Money(Math.floorDiv(units, UNITS_PER_DOLLAR), Math.floorMod(units, UNITS_PER_DOLLAR));
    }

    /** Returns {@code units} × 10<sup>-14</sup> USD, for amounts wider than a long. */
    public static Money ofUnits(BigInteger units) {
        BigInteger[] parts = units.divideAndRemainder(UNITS_PER_DOLLAR_BIG);
        long rest = parts[1].longValueExact();
        return rest >= 0
                ? new Money(parts[0].longValueExact(), rest)
                : new Money(Math.decrementExact(parts[0].longValueExact()), rest + UNITS_PER_DOLLAR);
    }

    /**
     * Returns exactly {@code amount} US dollars.
     *
     * @throws ArithmeticException if it has more than 14 decimals or is out of range
     */
    public static Money of(BigDecimal amount) {
        if (amount.signum() == 0) {
            return ZERO;
        }
        // before any arithmetic: with an exponent of a milliard, it would not end
        if ((long) amount.precision() - amount.scale() > DIGITS_MAX || amount.scale() > SCALE_MAX) {
            throw new ArithmeticException(
                    "an amount must be below 9.2 * 10^18 USD in size and have at most %d decimals".formatted(SCALE));
        }
        return ofUnits(amount.setScale(SCALE, RoundingMode.UNNECESSARY).unscaledValue());
    }

    /**
     * Returns exactly the amount written in {@code amount}, a decimal number of US dollars.
     *
     * @throws NumberFormatException if it is not a decimal number
     * @throws ArithmeticException if it has more than 14 decimals or is out of range
     */
    public static Money of(String amount) {
        return of(new BigDecimal(amount));
    }

    /** Returns the sum of this amount and {@code other}. */
    public Money plus(Money other) {
        long sum = fraction + other.fraction;
        long carry = sum >= UNITS_PER_DOLLAR ? 1 : 0;
        // the carry goes to the smaller one, so that nothing on the way overflows unless the sum does
        long smaller = Math.addExact(Math.min(dollars, other.dollars), carry);
        return new Money(Math.addExact(smaller, Math.max(dollars, other.dollars)), sum - carry * UNITS_PER_DOLLAR);
    }

    /** Returns this amount less {@code other}. */
    public Money minus(Money other) {
        long difference = fraction - other.fraction;
        if (difference >= 0) {
            return new Money(Math.subtractExact(dollars, other.dollars), difference);
        }
        // the borrow is taken from dollars if it can be, so that nothing on the way overflows unless the difference
        // does
        long whole = dollars == Long.MIN_VALUE
                ? Math.subtractExact(dollars, Math.incrementExact(other.dollars))
                : Math.subtractExact(dollars - 1, other.dollars);
        return new Money(whole, difference + UNITS_PER_DOLLAR);
    }

    /** Returns this amount with the opposite sign. */
    public Money negated() {
        return fraction == 0
                ? new Money(Math.negateExact(dollars), 0)
                : new Money(~dollars, UNITS_PER_DOLLAR - fraction); // -dollars - 1, without overflow
    }

    /** Returns -1, 0 or 1 as this amount is below, at or above zero. */
    public int signum() {
        return dollars < 0 ? -1 : dollars == 0 && fraction == 0 ? 0 : 1;
    }

    /** Returns the amount as a whole number of 10<sup>-14</sup> USD. */
    public BigInteger units() {
        return BigInteger.valueOf(dollars).multiply(UNITS_PER_DOLLAR_BIG).add(BigInteger.valueOf(fraction));
    }

    /** Returns the amount as a decimal with 14 decimals. */
    public BigDecimal toBigDecimal() {
        return new BigDecimal(units(), SCALE);
    }

    /** Returns the amount rounded once, half away from zero, to {@code decimals} decimals. */
    public BigDecimal rounded(int decimals) {
        return toBigDecimal().setScale(decimals, RoundingMode.HALF_UP);
    }

    @Override
    public int compareTo(Money other) {
        int byDollars = Long.compare(dollars, other.dollars);
        return byDollars != 0 ? byDollars : Long.compare(fraction, other.fraction);
    }

    /** Returns the amount as a plain decimal string with 14 decimals, its wire form: {@code "0.00012300000000"}. */
    @Override
    public String toString() {
        return toBigDecimal().toPlainString();
    }
}
