package io.spendstream.faults.verify;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Calls, tokens and money added up.
 *
 * @param calls how many calls
 * @param prompt input tokens of all kinds
 * @param completion output tokens of all kinds
 * @param units money in 10<sup>-14</sup> USD
 * @param unpriced how many of the calls have no known cost
 */
public record Sum(long calls, long prompt, long completion, BigInteger units, long unpriced) {
    /** Nothing. */
    public static final Sum ZERO = new Sum(0, 0, 0, BigInteger.ZERO, 0);

    private static final int DECIMALS = 14;

    /** Returns {@code amount} USD in units. */
    public static BigInteger units(BigDecimal amount) {
        return amount.movePointRight(DECIMALS).toBigIntegerExact();
    }

    /** Returns this and {@code other} together. */
    public Sum plus(Sum other) {
        return new Sum(
                Math.addExact(calls, other.calls),
                Math.addExact(prompt, other.prompt),
                Math.addExact(completion, other.completion),
                units.add(other.units),
                Math.addExact(unpriced, other.unpriced));
    }

    @Override
    public String toString() {
        return "%d calls, %d + %d tokens, %s USD, %d without a price"
                .formatted(calls, prompt, completion, new BigDecimal(units, DECIMALS).toPlainString(), unpriced);
    }
}
