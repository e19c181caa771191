package io.spendstream.contract;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * That what is spent in a short while is held against the budget's pace, which is its limit spread evenly over its
 * period.
 *
 * @param window how long the short while is: whole quarters of an hour, 15 minutes to 24 hours
 * @param factor how many times the pace is too fast, in (1, 1000] with at most six decimals
 */
public record BurnRate(Duration window, BigDecimal factor) {
    private static final Duration WINDOW_MAX = Duration.ofHours(24);
    private static final BigDecimal FACTOR_MAX = BigDecimal.valueOf(1000);
    private static final int PRECISION_MAX = 30;

    public BurnRate {
        if (window.compareTo(Quarter.LENGTH) < 0
                || window.compareTo(WINDOW_MAX) > 0
                || window.toNanos() % Quarter.LENGTH.toNanos() != 0) {
            throw new IllegalArgumentException(
                    "burn_rate window must be whole quarters of an hour, 15 minutes to 24 hours: " + window);
        }
        boolean isSmall = Math.abs(factor.scale()) <= PRECISION_MAX && factor.precision() <= PRECISION_MAX;
        if (!isSmall
                || factor.compareTo(BigDecimal.ONE) <= 0
                || factor.compareTo(FACTOR_MAX) > 0
                || factor.stripTrailingZeros().scale() > BudgetThreshold.DECIMALS_MAX) {
            throw new IllegalArgumentException("burn_rate factor must be in (1, 1000] with at most %d decimals: %s"
                    .formatted(BudgetThreshold.DECIMALS_MAX, factor));
        }
        factor = factor.stripTrailingZeros();
    }
}
