package io.spendstream.contract;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may be spent on one set of values in one period: a budget, narrowed to what one alert or one state is about.
 *
 * @param id the budget's id
 * @param name what people call the budget
 * @param scope the values the budget is narrowed to
 * @param each the dimensions of which each value has the limit to itself
 * @param values one value for each dimension of {@code each}; empty although {@code each} is not, in a state that
 *     stands for the values of which nothing was spent yet
 * @param period how often it begins anew
 * @param window the period it is about
 * @param limit the most that should be spent
 * @param action what is to happen when it is
 * @param owner the team that is told; null to leave it to the values
 */
public record Allowance(
        String id,
        String name,
        Map<BudgetDimension, String> scope,
        Set<BudgetDimension> each,
        Map<BudgetDimension, String> values,
        BudgetPeriod period,
        BudgetWindow window,
        BudgetAmount limit,
        BudgetAction action,
        @Nullable String owner) {
    public Allowance {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        scope = sorted(scope);
        each = Set.copyOf(each);
        values = sorted(values);
        requireNonNull(period, "period");
        requireNonNull(window, "window");
        requireNonNull(limit, "limit");
        requireNonNull(action, "action");
        if (!values.isEmpty() && !values.keySet().equals(each)) {
            throw new IllegalArgumentException(
                    "budget %s: values must be of %s: %s".formatted(id, each, values.keySet()));
        }
    }

    private static Map<BudgetDimension, String> sorted(Map<BudgetDimension, String> values) {
        return values.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(values));
    }

    /** Returns the same allowance of another period. */
    Allowance in(BudgetWindow other) {
        return new Allowance(id, name, scope, each, values, period, other, limit, action, owner);
    }

    /** Returns whether this stands for all values of which nothing was spent yet. */
    public boolean isTemplate() {
        return values.isEmpty() && !each.isEmpty();
    }

    /** Returns the team it is about: the owner, or else the team among the values, if there is one. */
    public Optional<String> team() {
        if (owner != null) {
            return Optional.of(owner);
        }
        String team = values.get(BudgetDimension.TEAM);
        return Optional.ofNullable(team == null ? scope.get(BudgetDimension.TEAM) : team);
    }

    /** Returns whether a call counts towards the budget and has the values this is about. */
    public boolean matches(Attribution attribution, ModelCall call) {
        return hasValues(scope, attribution, call) && hasValues(values, attribution, call);
    }

    private static boolean hasValues(Map<BudgetDimension, String> values, Attribution attribution, ModelCall call) {
        for (Map.Entry<BudgetDimension, String> value : values.entrySet()) {
            if (!value.getValue().equals(value.getKey().valueOf(attribution, call))) {
                return false;
            }
        }
        return true;
    }
}
