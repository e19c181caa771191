package io.spendstream.stream.topology;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.Budget;
import io.spendstream.contract.Money;
import io.spendstream.contract.Topic;
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
 * @param budgetRules when budgets alert and how long they are remembered
 * @param partitions how many partitions the topics have
 */
public record MeteringSettings(
        AcceptanceWindow window,
        Duration flushInterval,
        Budget standingBudget,
        BudgetRules budgetRules,
        Partitions partitions) {
    /** How often changes are passed on unless configured otherwise. */
    public static final Duration DEFAULT_FLUSH_INTERVAL = Duration.ofMillis(25);

    /** How many US dollars may be spent a day, on everything, unless configured otherwise. */
    public static final String DEFAULT_DAILY_LIMIT_USD = "5";

    private static final Duration MARGIN = Duration.ofDays(2);
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);
    private static final Duration PACE_INTERVAL = Duration.ofSeconds(15);

    /**
     * When budgets alert and how long they are remembered.
     *
     * @param lateGrace how long after its end a window may still alert
     * @param spendMemory how long what was spent is kept for budgets to come
     */
    public record BudgetRules(Duration lateGrace, Duration spendMemory) {
        /** The rules unless configured otherwise. */
        public static final BudgetRules DEFAULT =
                new BudgetRules(BudgetSettings.DEFAULT_LATE_GRACE, BudgetSettings.DEFAULT_SPEND_MEMORY);

        public BudgetRules {
            requireNonNull(lateGrace, "lateGrace");
            requireNonNull(spendMemory, "spendMemory");
        }
    }

    /**
     * How many partitions topics have.
     *
     * @param usage the usage topic, over which the first stage is spread
     * @param budgetPartials the topic over which budgets are spread
     */
    public record Partitions(int usage, int budgetPartials) {
        public Partitions {
            if (usage < 1 || budgetPartials < 1) {
                throw new IllegalArgumentException(
                        "partitions must be at least 1: %d and %d".formatted(usage, budgetPartials));
            }
        }
    }

    public MeteringSettings {
        requireNonNull(window, "window");
        requireNonNull(flushInterval, "flushInterval");
        requireNonNull(standingBudget, "standingBudget");
        requireNonNull(budgetRules, "budgetRules");
        requireNonNull(partitions, "partitions");
        if (flushInterval.isNegative() || flushInterval.isZero()) {
            throw new IllegalArgumentException("the flush interval must be longer than zero: " + flushInterval);
        }
    }

    /** Returns the default settings for {@code partitions}. */
    public static MeteringSettings defaults(Partitions partitions) {
        return new MeteringSettings(
                AcceptanceWindow.DEFAULT,
                DEFAULT_FLUSH_INTERVAL,
                Budget.globalDaily(Money.of(DEFAULT_DAILY_LIMIT_USD)),
                BudgetRules.DEFAULT,
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
        return new BudgetSettings(
                budgetRules.lateGrace(),
                flushInterval,
                LOOK_INTERVAL,
                PACE_INTERVAL,
                cellMemory(),
                budgetRules.spendMemory(),
                totalMemory(),
                partitions.usage(),
                partitions.budgetPartials());
    }
}
