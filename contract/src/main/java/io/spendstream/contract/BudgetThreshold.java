package io.spendstream.contract;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * A share of a budget's limit at which an alert is sent.
 *
 * @param ratio the share, in (0, 10] with at most six decimals
 * @param severity how urgent that is
 */
public record BudgetThreshold(BigDecimal ratio, AlertSeverity severity) {
    static final int DECIMALS_MAX = 6;

    private static final BigDecimal RATIO_MAX = BigDecimal.TEN;
    private static final int PRECISION_MAX = 30;

    public BudgetThreshold {
        requireNonNull(severity, "severity");
        // size and scale first: a number with an exponent of a milliard would not end in any further step
        boolean isSmall = Math.abs(ratio.scale()) <= PRECISION_MAX && ratio.precision() <= PRECISION_MAX;
        if (!isSmall
                || ratio.signum() <= 0
                || ratio.compareTo(RATIO_MAX) > 0
                || ratio.stripTrailingZeros().scale() > DECIMALS_MAX) {
            throw new IllegalArgumentException(
                    "a threshold must be in (0, 10] with at most %d decimals: %s".formatted(DECIMALS_MAX, ratio));
        }
        ratio = ratio.stripTrailingZeros();
    }

    /** Returns the threshold at {@code ratio}, as urgent as {@link AlertSeverity#at} says. */
    public static BudgetThreshold at(BigDecimal ratio) {
        return new BudgetThreshold(ratio, AlertSeverity.at(ratio));
    }

    /** Returns the threshold at {@code ratio}, as urgent as {@link AlertSeverity#at} says. */
    public static BudgetThreshold at(String ratio) {
        return at(new BigDecimal(ratio));
    }
}
