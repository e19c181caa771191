package io.spendstream.contract;

import static java.util.Objects.requireNonNull;

/**
 * Calls, tokens and cost added up over some ledger lines. Sums are exact; overflow throws.
 *
 * @param calls how many calls
 * @param promptTokens input tokens of all classes
 * @param completionTokens output tokens of all classes
 * @param cost what is known of the cost
 * @param unpricedCalls how many of the calls have no known cost, and so are missing from {@code cost}
 */
public record Tally(long calls, long promptTokens, long completionTokens, Money cost, long unpricedCalls) {
    /** The tally of no lines. */
    public static final Tally ZERO = new Tally(0, 0, 0, Money.ZERO, 0);

    public Tally {
        requireNonNull(cost, "cost");
    }

    /** Returns the tally of this one's lines and {@code other}'s. */
    public Tally plus(Tally other) {
        return new Tally(
                Math.addExact(calls, other.calls),
                Math.addExact(promptTokens, other.promptTokens),
                Math.addExact(completionTokens, other.completionTokens),
                cost.plus(other.cost),
                Math.addExact(unpricedCalls, other.unpricedCalls));
    }

    /** Returns what must be added to {@code earlier} to get this tally. */
    public Tally minus(Tally earlier) {
        return new Tally(
                Math.subtractExact(calls, earlier.calls),
                Math.subtractExact(promptTokens, earlier.promptTokens),
                Math.subtractExact(completionTokens, earlier.completionTokens),
                cost.minus(earlier.cost),
                Math.subtractExact(unpricedCalls, earlier.unpricedCalls));
    }
}
