package io.spendstream.stream.totals;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.Dimension;
import io.spendstream.contract.TotalKey;
import java.util.List;
import java.util.Map;

/**
 * One value of one dimension: what cells, totals and budgets are about. Everything that concerns one scope meets on one
 * partition, see {@link CellPartitioner}.
 *
 * @param dimension the dimension
 * @param values its values, in the order its name says
 */
public record Scope(Dimension dimension, List<String> values) {
    public Scope {
        requireNonNull(dimension, "dimension");
        values = List.copyOf(values);
    }

    /** Returns what {@code key}'s total is about. */
    public static Scope of(TotalKey key) {
        return new Scope(key.dimension(), key.values());
    }

    /** Returns what {@code budget} watches. */
    public static Scope of(Budget budget) {
        var scope = budget.scope();
        if (scope.isEmpty() && budget.each().isEmpty()) {
            return new Scope(Dimension.ALL, List.of());
        }
        Map.Entry<BudgetDimension, String> only = scope.entrySet().iterator().next();
        Dimension dimension = Dimension.of(only.getKey().wireName())
                .orElseThrow(() -> new IllegalArgumentException("no totals are kept by " + only.getKey()));
        return new Scope(dimension, List.of(only.getValue()));
    }
}
