package io.spendstream.stream.budget;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.Budget;
import java.time.Duration;

/**
 * How budgets are watched.
 *
 * @param standing the budget that is in force unless it is redefined or deleted
 * @param rule when a budget alerts
 * @param flushInterval how often to report what was spent
 * @param memory how long after its day an alert is remembered
 * @param partitions how many partitions the scopes are spread over
 */
public record BudgetSettings(Budget standing, AlertRule rule, Duration flushInterval, Duration memory, int partitions) {
    public BudgetSettings {
        requireNonNull(standing, "standing");
        requireNonNull(rule, "rule");
        requireNonNull(flushInterval, "flushInterval");
        requireNonNull(memory, "memory");
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions must be at least 1: " + partitions);
        }
    }
}
