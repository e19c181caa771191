package io.spendstream.stream.budget;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.stream.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The budgets in force at one moment. Immutable.
 *
 * <p>Which of them a line belongs to is looked up, not searched: budgets that are narrowed by the same dimensions share
 * one table of values, so ten thousand budgets, one per team, cost one lookup a line.
 */
final class BudgetBook {
    /** No budgets. */
    static final BudgetBook EMPTY = new BudgetBook(List.of());

    private final Map<String, Definition> byId = new TreeMap<>();
    private final List<Table> tables = new ArrayList<>();
    private final long digest;

    /** The budgets that are narrowed by the same dimensions, by their values in these. */
    private record Table(List<BudgetDimension> dimensions, Map<List<String>, List<Definition>> byValues) {
        void forEach(Attribution attribution, ModelCall call, Consumer<Definition> action) {
            List<String> values = new ArrayList<>(dimensions.size());
            for (BudgetDimension dimension : dimensions) {
                values.add(dimension.valueOf(attribution, call));
            }
            List<Definition> found = byValues.get(values);
            if (found != null) {
                found.forEach(action);
            }
        }
    }

    BudgetBook(Collection<Definition> definitions) {
        var byDimensions = new LinkedHashMap<Set<BudgetDimension>, Table>();
        for (Definition definition : definitions) {
            Budget budget = definition.budget();
            byId.put(budget.id(), definition);
            Map<BudgetDimension, String> scope = budget.scope();
            byDimensions
                    .computeIfAbsent(scope.keySet(), dimensions -> new Table(List.copyOf(dimensions), new HashMap<>()))
                    .byValues()
                    .computeIfAbsent(List.copyOf(scope.values()), values -> new ArrayList<>())
                    .add(definition);
        }
        tables.addAll(byDimensions.values());
        digest = digest(byId.values());
    }

    private static long digest(Collection<Definition> definitions) {
        var bytes = new ByteWriter(64 * definitions.size() + 1);
        for (Definition definition : definitions) {
            bytes.putText(definition.budget().id());
            bytes.putVarint(definition.generation());
        }
        return Definition.digest(bytes.toByteArray());
    }

    /** Returns every definition, by id. */
    Collection<Definition> all() {
        return byId.values();
    }

    /** Returns the definition of the budget with {@code id}, or null. */
    @Nullable
    Definition find(String id) {
        return byId.get(id);
    }

    /** Returns the definition in force that counts what {@code cell} holds, or null. */
    @Nullable
    Definition of(BudgetCell cell) {
        Definition definition = byId.get(cell.budgetId());
        return definition == null || definition.generation() != cell.generation() ? null : definition;
    }

    /** Does {@code action} for each budget {@code line} belongs to. */
    void forEachOf(LedgerLine line, Consumer<Definition> action) {
        forEachOf(line.attribution(), line.call(), action);
    }

    /** Does {@code action} for each budget a call belongs to. */
    void forEachOf(Attribution attribution, ModelCall call, Consumer<Definition> action) {
        for (Table table : tables) {
            table.forEach(attribution, call, action);
        }
    }

    /** Returns a digest of what is counted: the ids and generations, not the limits. */
    long digest() {
        return digest;
    }
}
