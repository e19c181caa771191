package io.spendstream.contract;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.TreeSet;

/**
 * How much may be spent on something in one UTC day.
 *
 * @param id identity; definitions with the same id replace each other
 * @param name what people call it
 * @param dimension what it watches; not {@link Dimension#OUTCOME}
 * @param values the dimension's values it watches; empty for {@link Dimension#ALL}
 * @param limit the most that should be spent; above zero, at most {@link #LIMIT_MAX}
 * @param thresholds the shares of the limit at which an alert is sent, ascending, each in (0, 10] with at most six
 *     decimals; at most {@link #THRESHOLDS_MAX}
 */
public record Budget(
        String id, String name, Dimension dimension, List<String> values, Money limit, List<BigDecimal> thresholds) {
    /** The id of the budget every installation starts with. */
    public static final String DEFAULT_ID = "global-daily";

    /** The highest limit: 10<sup>12</sup> USD, so that no share of it leaves the range of {@link Money}. */
    public static final Money LIMIT_MAX = Money.of("1000000000000");

    /** How many thresholds a budget has at most. */
    public static final int THRESHOLDS_MAX = 20;

    private static final BigDecimal THRESHOLD_MAX = BigDecimal.TEN;
    private static final int THRESHOLD_DECIMALS_MAX = 6;
    private static final int THRESHOLD_PRECISION_MAX = 30;

    /**
     * @throws IllegalArgumentException naming the budget, the value that is wrong and the limit
     */
    public Budget {
        requireText("budget id", id);
        requireText("budget %s: name".formatted(id), name);
        requireNonNull(dimension, "dimension");
        values = List.copyOf(values);
        requireNonNull(limit, "limit");
        if (limit.signum() <= 0 || limit.compareTo(LIMIT_MAX) > 0) {
            throw new IllegalArgumentException(
                    "budget %s: limit must be above zero and at most %s: %s".formatted(id, LIMIT_MAX, limit));
        }
        if (dimension == Dimension.OUTCOME) {
            throw new IllegalArgumentException("budget %s: dimension must not be outcome".formatted(id));
        }
        if (values.size() != dimension.valuesCount()) {
            throw new IllegalArgumentException("budget %s: dimension %s takes %d values: %d"
                    .formatted(id, dimension.wireName(), dimension.valuesCount(), values.size()));
        }
        for (String value : values) {
            requireText("budget %s: a value of %s".formatted(id, dimension.wireName()), value);
        }
        if (thresholds.isEmpty() || thresholds.size() > THRESHOLDS_MAX) {
            throw new IllegalArgumentException(
                    "budget %s: thresholds must be 1 to %d: %d".formatted(id, THRESHOLDS_MAX, thresholds.size()));
        }
        for (BigDecimal threshold : thresholds) {
            requireThreshold(id, threshold);
        }
        thresholds = List.copyOf(new TreeSet<>(
                thresholds.stream().map(BigDecimal::stripTrailingZeros).toList()));
    }

    private static void requireText(String field, String text) {
        try {
            EventText.require(field, text);
        } catch (RejectedException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static void requireThreshold(String id, BigDecimal threshold) {
        // size and scale first: a number with an exponent of a milliard would not end in any further step
        boolean isSmall = Math.abs(threshold.scale()) <= THRESHOLD_PRECISION_MAX
                && threshold.precision() <= THRESHOLD_PRECISION_MAX;
        if (!isSmall
                || threshold.signum() <= 0
                || threshold.compareTo(THRESHOLD_MAX) > 0
                || threshold.stripTrailingZeros().scale() > THRESHOLD_DECIMALS_MAX) {
            throw new IllegalArgumentException("budget %s: a threshold must be in (0, 10] with at most %d decimals: %s"
                    .formatted(id, THRESHOLD_DECIMALS_MAX, threshold));
        }
    }

    /** Returns the budget every installation starts with: {@code limit} a day for everything, one alert at the limit. */
    public static Budget globalDaily(Money limit) {
        return new Budget(DEFAULT_ID, "Daily budget", Dimension.ALL, List.of(), limit, List.of(BigDecimal.ONE));
    }

    /** Returns the amount at which {@code threshold} is crossed. */
    public Money amountAt(BigDecimal threshold) {
        return Money.of(limit.toBigDecimal().multiply(threshold).setScale(Money.SCALE, RoundingMode.UP));
    }
}
