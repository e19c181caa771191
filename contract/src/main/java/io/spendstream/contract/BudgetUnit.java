package io.spendstream.contract;

import java.util.Locale;

/** What a budget limits. */
public enum BudgetUnit {
    /** US dollars, to 10<sup>-14</sup>. */
    USD(Money.SCALE),
    /** Tokens of all classes, in and out. */
    TOKENS(0);

    private final int scale;
    private final String wireName = name().toLowerCase(Locale.ROOT);

    BudgetUnit(int scale) {
        this.scale = scale;
    }

    /** Returns how many decimals an amount has. */
    public int scale() {
        return scale;
    }

    /** Returns the name used in sentences. */
    public String wireName() {
        return wireName;
    }

    /** Returns what {@code tally} holds of this unit. */
    public BudgetAmount of(Tally tally) {
        return switch (this) {
            case USD -> BudgetAmount.usd(tally.cost());
            case TOKENS -> BudgetAmount.tokens(Math.addExact(tally.promptTokens(), tally.completionTokens()));
        };
    }
}
