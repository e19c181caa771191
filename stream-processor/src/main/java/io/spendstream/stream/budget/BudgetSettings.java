package io.spendstream.stream.budget;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How budgets are watched.
 *
 * @param lateGrace how long after its end a window may still alert
 * @param flushInterval how often to pass on what changed
 * @param lookInterval how often to look whether a definition changed
 * @param paceInterval how often to look at forecasts and burn rates
 * @param cellMemory how long after its end a window is still counted: until no event that is accepted can fall into it
 * @param spendMemory how long what was spent is kept for budgets to come, and a session that is quiet is remembered
 * @param alertMemory how long after its end the alerts of a window are remembered
 * @param sourcePartitions how many partitions the usage topic has
 * @param partitions how many partitions the budget partials have
 */
public record BudgetSettings(
        Duration lateGrace,
        Duration flushInterval,
        Duration lookInterval,
        Duration paceInterval,
        Duration cellMemory,
        Duration spendMemory,
        Duration alertMemory,
        int sourcePartitions,
        int partitions) {
    /** How long after its end a window may still alert unless configured otherwise. */
    public static final Duration DEFAULT_LATE_GRACE = Duration.ofHours(1);

    /** How long what was spent is kept unless configured otherwise: the longest month, and four days. */
    public static final Duration DEFAULT_SPEND_MEMORY = Duration.ofDays(35);

    public BudgetSettings {
        requireNonNull(flushInterval, "flushInterval");
        requireNonNull(lookInterval, "lookInterval");
        requireNonNull(paceInterval, "paceInterval");
        requireNonNull(cellMemory, "cellMemory");
        requireNonNull(spendMemory, "spendMemory");
        requireNonNull(alertMemory, "alertMemory");
        if (lateGrace.isNegative()) {
            throw new IllegalArgumentException("the grace for late alerts must not be negative: " + lateGrace);
        }
        if (sourcePartitions < 1 || partitions < 1) {
            throw new IllegalArgumentException(
                    "partitions must be at least 1: %d and %d".formatted(sourcePartitions, partitions));
        }
    }
}
