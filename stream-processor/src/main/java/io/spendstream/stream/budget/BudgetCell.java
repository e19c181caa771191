package io.spendstream.stream.budget;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.BudgetWindow;
import java.time.Instant;
import java.util.List;

/**
 * What was spent of one allowance, as one generation of its budget counts it.
 *
 * @param budgetId the budget
 * @param generation what it counts, see {@link Definition}
 * @param values the values it is kept apart by, in the order of the dimensions
 * @param windowStart when the window starts, in seconds since 1970
 */
record BudgetCell(String budgetId, long generation, List<String> values, long windowStart) {
    BudgetCell {
        requireNonNull(budgetId, "budgetId");
        values = List.copyOf(values);
    }

    static BudgetCell of(Definition definition, List<String> values, BudgetWindow window) {
        return new BudgetCell(
                definition.budget().id(),
                definition.generation(),
                values,
                window.start().getEpochSecond());
    }

    /** Returns the window, of {@code definition}'s period. */
    BudgetWindow window(Definition definition) {
        return definition.budget().period().windowAt(Instant.ofEpochSecond(windowStart));
    }
}
