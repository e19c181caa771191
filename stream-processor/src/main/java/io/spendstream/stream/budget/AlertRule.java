package io.spendstream.stream.budget;

import static java.time.ZoneOffset.UTC;
import static java.util.Objects.requireNonNull;

import io.spendstream.contract.AlertKind;
import io.spendstream.contract.AlertState;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAlert;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetWindow;
import io.spendstream.contract.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * When a budget alerts: at every threshold its day's spend has reached, until {@code lateGrace} after the day has
 * ended. Events that arrive later still count, but nobody is woken for them.
 *
 * @param lateGrace how long after its end a day may still alert
 */
public record AlertRule(Duration lateGrace) {
    /** How long after its end a day may still alert unless configured otherwise. */
    public static final Duration DEFAULT_LATE_GRACE = Duration.ofHours(1);

    public AlertRule {
        requireNonNull(lateGrace, "lateGrace");
        if (lateGrace.isNegative()) {
            throw new IllegalArgumentException("the grace for late alerts must not be negative: " + lateGrace);
        }
    }

    /**
     * Returns the alerts that are due, whether or not they were sent before, lowest threshold first. A pure function.
     *
     * @param budget the budget
     * @param day the day
     * @param before what the day's spend was before
     * @param after what it is now
     * @param time when the broker took the record that caused the question
     */
    List<BudgetAlert> due(Budget budget, LocalDate day, Money before, Money after, Instant time) {
        Instant end = day.plusDays(1).atStartOfDay(UTC).toInstant();
        if (time.isAfter(end.plus(lateGrace))) {
            return List.of();
        }
        return budget.thresholds().stream()
                .filter(threshold -> BudgetAmount.usd(after).isAtLeast(budget.amountAt(threshold.ratio())))
                .map(threshold -> new BudgetAlert(
                        budget.allowance(
                                Map.of(), new BudgetWindow(day.atStartOfDay(UTC).toInstant(), end)),
                        AlertKind.ACTUAL,
                        threshold.ratio(),
                        threshold.severity(),
                        AlertState.FIRING,
                        1,
                        BudgetAmount.usd(before),
                        BudgetAmount.usd(after),
                        null,
                        null,
                        time,
                        !time.isBefore(end)))
                .toList();
    }
}
