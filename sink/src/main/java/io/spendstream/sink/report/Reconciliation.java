package io.spendstream.sink.report;

import static java.util.Objects.requireNonNull;

/**
 * The same sums taken three ways at one moment. They must be equal; that they are is what every other number rests on.
 *
 * @param rows the sums of {@code token_usage}
 * @param rollup the sums of {@code token_usage_rollup}
 * @param counters what the counters charged less what they credited
 * @param differentCells how many cells of the rollup differ from the sums of their rows
 */
public record Reconciliation(SpendSums rows, SpendSums rollup, SpendSums counters, long differentCells) {
    public Reconciliation {
        requireNonNull(rows, "rows");
        requireNonNull(rollup, "rollup");
        requireNonNull(counters, "counters");
    }

    /** Returns whether all is equal, to the last decimal. */
    public boolean isBalanced() {
        return rows.equals(rollup) && rows.equals(counters) && differentCells == 0;
    }
}
