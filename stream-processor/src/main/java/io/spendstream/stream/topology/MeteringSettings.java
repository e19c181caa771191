package io.spendstream.stream.topology;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.Budget;
import io.spendstream.contract.Money;
import io.spendstream.contract.Topic;
import io.spendstream.stream.budget.AlertRule;
import io.spendstream.stream.budget.BudgetSettings;
import io.spendstream.stream.intake.AcceptanceWindow;
import io.spendstream.stream.ledger.LedgerSettings;
import java.time.Duration;

/**
 * What the topology is a function of.
 *
 * @param window which events are accepted
 * @param flushInterval how often changed cells, totals and budget states are passed on
 * @param standingBudget the budget that is in force unless it is redefined or deleted
 * @param alertRule when a budget alerts
 * @param partitions how many partitions the partials and budgets topics have
 */
public record MeteringSettings(
        AcceptanceWindow window, Duration flushInterval, Budget standingBudget, AlertRule alertRule, int partitions) {
    /** How often changes are passed on unless configured otherwise. */
    public static final Duration DEFAULT_FLUSH_INTERVAL = Duration.ofMillis(25);

    /** What may be spent a day, on everything, unless configured otherwise. */
    public static final Money DEFAULT_DAILY_LIMIT = Money.of("5");

    private static final Duration MARGIN = Duration.ofDays(2);

    public MeteringSettings {
        requireNonNull(window, "window");
        requireNonNull(flushInterval, "flushInterval");
        requireNonNull(standingBudget, "standingBudget");
        requireNonNull(alertRule, "alertRule");
        if (flushInterval.isNegative() || flushInterval.isZero()) {
            throw new IllegalArgumentException("the flush interval must be longer than zero: " + flushInterval);
        }
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions must be at least 1: " + partitions);
        }
    }

    /** Returns the default settings for topics of {@code partitions} partitions. */
    public static MeteringSettings defaults(int partitions) {
        return new MeteringSettings(
                AcceptanceWindow.DEFAULT,
                DEFAULT_FLUSH_INTERVAL,
                Budget.globalDaily(DEFAULT_DAILY_LIMIT),
                new AlertRule(AlertRule.DEFAULT_LATE_GRACE),
                partitions);
    }

    /** Returns how long after its time a cell is kept: until no event that is accepted can fall into it. */
    Duration cellMemory() {
        return window.past().plus(MARGIN);
    }

    /**
     * Returns how long after its last change a total is kept: until no record that could change it is on the usage
     * topic any more, however far one partition has fallen behind the others.
     */
    Duration totalMemory() {
        return cellMemory().plus(Topic.RETENTION);
    }

    LedgerSettings ledger() {
        return new LedgerSettings(window, totalMemory());
    }

    BudgetSettings budgets() {
        return new BudgetSettings(standingBudget, alertRule, flushInterval, totalMemory(), partitions);
    }
}
