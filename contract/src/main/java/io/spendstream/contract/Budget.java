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
 * @param limit the most that should be spent; above zero
 * @param thresholds the shares of the limit at which an alert is sent, ascending, each in (0, 10]
 */
public record Budget(
        String id, String name, Dimension dimension, List<String> values, Money limit, List<BigDecimal> thresholds) {
    /** The id of the budget every installation starts with. */
    public static final String DEFAULT_ID = "global-daily";

    private static final BigDecimal THRESHOLD_MAX = BigDecimal.TEN;

    public Budget {
        EventText.require("budget id", id);
        EventText.require("budget name", name);
        requireNonNull(dimension, "dimension");
        values = List.copyOf(values);
        requireNonNull(limit, "limit");
        if (limit.signum() <= 0) {
            throw new IllegalArgumentException("budget %s: limit must be above zero: %s".formatted(id, limit));
        }
        if (dimension == Dimension.OUTCOME) {
            throw new IllegalArgumentException("budget %s: dimension must not be outcome".formatted(id));
        }
        int expected = dimension == Dimension.ALL ? 0 : dimension == Dimension.TEAM_TASK_TYPE_MODEL ? 3 : 1;
        if (values.size() != expected) {
            throw new IllegalArgumentException("budget %s: dimension %s takes %d values: %s"
                    .formatted(id, dimension.wireName(), expected, values));
        }
        if (thresholds.isEmpty()) {
            throw new IllegalArgumentException("budget %s: thresholds must not be empty".formatted(id));
        }
        for (BigDecimal threshold : thresholds) {
            if (threshold.signum() <= 0 || threshold.compareTo(THRESHOLD_MAX) > 0) {
                throw new IllegalArgumentException(
                        "budget %s: a threshold must be in (0, 10]: %s".formatted(id, threshold.toPlainString()));
            }
        }
        thresholds = List.copyOf(new TreeSet<>(
                thresholds.stream().map(BigDecimal::stripTrailingZeros).toList()));
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
