package io.spendstream.console.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.console.http.Parameters;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.LedgerLine;
import io.spendstream.sink.report.SpendDimension;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an answer is narrowed by.
 *
 * @param where the value of each dimension that is asked for
 */
public record Filters(Map<SpendDimension, String> where) {
    /** The names of the parameters. */
    public static final Set<String> NAMES = Set.of("team", "agent", "task_type", "model", "session");

    private static final List<SpendDimension> DIMENSIONS = List.of(
            SpendDimension.TEAM,
            SpendDimension.AGENT,
            SpendDimension.TASK_TYPE,
            SpendDimension.MODEL,
            SpendDimension.SESSION);

    public Filters {
        var copy = new EnumMap<SpendDimension, String>(SpendDimension.class);
        copy.putAll(where);
        where = Collections.unmodifiableMap(copy);
    }

    /** Returns the filters among {@code parameters}. */
    public static Filters of(Parameters parameters) {
        var where = new EnumMap<SpendDimension, String>(SpendDimension.class);
        for (SpendDimension dimension : DIMENSIONS) {
            parameters.text(dimension.wireName()).ifPresent(value -> where.put(dimension, value));
        }
        return new Filters(where);
    }

    /** Returns whether {@code line} is one of those asked for. */
    public boolean matches(LedgerLine line) {
        Attribution attribution = line.attribution().orUnattributed();
        for (Map.Entry<SpendDimension, String> filter : where.entrySet()) {
            String value = budgetDimension(filter.getKey()).valueOf(attribution, line.call());
            if (!filter.getValue().equals(value)) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether each value that is asked for is named by {@code scope} or {@code values}. */
    public boolean areNamedBy(Map<BudgetDimension, String> scope, Map<BudgetDimension, String> values) {
        return where.entrySet().stream().allMatch(filter -> {
            BudgetDimension dimension = budgetDimension(filter.getKey());
            return filter.getValue().equals(scope.get(dimension))
                    || filter.getValue().equals(values.get(dimension));
        });
    }

    private static BudgetDimension budgetDimension(SpendDimension dimension) {
        return BudgetDimension.of(dimension.wireName()).orElseThrow();
    }

    boolean isSessionGiven() {
        return where.containsKey(SpendDimension.SESSION);
    }

    ObjectNode json() {
        ObjectNode node = Forms.object();
        where.forEach((dimension, value) -> node.put(dimension.wireName(), value));
        return node;
    }
}
