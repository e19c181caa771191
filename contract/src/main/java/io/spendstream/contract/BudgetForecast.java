package io.spendstream.contract;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What will have been spent when the period ends, if it goes on as it does.
 *
 * @param atEnd how much
 * @param exhaustedAt when the limit is reached; null if not before the period ends
 */
public record BudgetForecast(BudgetAmount atEnd, @Nullable Instant exhaustedAt) {
    /** The share of a period, one in so many, that must be over before anything is forecast. */
    private static final int EARLY = 20;

    public BudgetForecast {
        requireNonNull(atEnd, "atEnd");
    }

    /** Returns whether too little of {@code window} is over at {@code now} to forecast how it ends. */
    public static boolean isEarly(BudgetWindow window, Instant now) {
        Duration length = Duration.between(window.start(), window.end());
        return Duration.between(window.start(), now).compareTo(length.dividedBy(EARLY)) < 0;
    }

    /**
     * Returns what comes of {@code window}, which has an end, if as much is spent as lately.
     *
     * @param limit how much may be spent
     * @param spent how much was spent in the window until {@code now}
     * @param burned how much of it lately
     * @param lately how long that took; above zero
     */
    public static BudgetForecast of(
            BudgetAmount limit,
            BudgetWindow window,
            BudgetAmount spent,
            BudgetAmount burned,
            Duration lately,
            Instant now) {
        BigDecimal pace = burned.value().max(BigDecimal.ZERO);
        BigDecimal more = pace.multiply(seconds(Duration.between(now, window.end())))
                .divide(seconds(lately), spent.unit().scale(), RoundingMode.HALF_UP);
        var atEnd = new BudgetAmount(spent.unit(), spent.value().add(more));
        if (pace.signum() == 0 || !atEnd.isAtLeast(limit)) {
            return new BudgetForecast(atEnd, null);
        }
        BigDecimal left = limit.value().subtract(spent.value()).max(BigDecimal.ZERO);
        long until = left.multiply(seconds(lately))
                .divide(pace, 0, RoundingMode.FLOOR)
                .longValueExact();
        return new BudgetForecast(atEnd, now.plusSeconds(until));
    }

    private static BigDecimal seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3);
    }
}
