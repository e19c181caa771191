package io.spendstream.contract;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Which allowance a {@link BudgetState} is about, whatever the period.
 *
 * @param budgetId the budget's id
 * @param values one value for each dimension the budget is kept apart by; empty in a template
 */
public record BudgetStateKey(String budgetId, Map<BudgetDimension, String> values) {
    public BudgetStateKey {
        requireNonNull(budgetId, "budgetId");
        values = values.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(values));
    }
}
