package io.spendstream.benchmarks.result;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Ours beside another, measured in the same run; or ours beside a fixed bar, where there is no other.
 *
 * @param name what was measured
 * @param against what it was measured against
 * @param unit of all samples
 * @param sense which way is better
 * @param ours our samples
 * @param other the other's samples; null if the bar is in the unit itself
 * @param bar what the ratio, or without another our median, must reach or not exceed
 */
public record Comparison(
        String name,
        String against,
        String unit,
        Sense sense,
        Samples ours,
        @Nullable Samples other,
        double bar) {
    public Comparison {
        requireNonNull(name, "name");
        requireNonNull(against, "against");
        requireNonNull(unit, "unit");
        requireNonNull(sense, "sense");
        requireNonNull(ours, "ours");
        if (bar <= 0) {
            throw new IllegalArgumentException("bar must be above zero: " + bar);
        }
    }

    /** Returns ours divided by the other's, or null without another. */
    public @Nullable Double ratio() {
        return other == null ? null : ours.median() / other.median();
    }

    /** Returns whether the bar is met. */
    public boolean isMet() {
        Double ratio = ratio();
        double reached = ratio == null ? ours.median() : ratio;
        return sense == Sense.HIGHER ? reached >= bar : reached <= bar;
    }
}
