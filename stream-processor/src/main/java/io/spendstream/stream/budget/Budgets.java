package io.spendstream.stream.budget;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetJson;
import io.spendstream.stream.totals.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The budgets that watch the scopes of one partition.
 *
 * <pre>
 * budget id → the definition as JSON; nothing, if the default budget was deleted
 * </pre>
 */
final class Budgets {
    private static final byte[] DELETED = {};

    private final KeyValueStore<byte[], byte[]> store;
    private final Map<String, Budget> byId = new TreeMap<>();
    private final Map<Scope, List<Budget>> byScope = new HashMap<>();

    /**
     * Continues from what {@code store} holds.
     *
     * @param standing the budget that is in force unless it is redefined or deleted; null if its scope is on another
     *     partition
     */
    Budgets(KeyValueStore<byte[], byte[]> store, @Nullable Budget standing) {
        this.store = store;
        if (standing != null) {
            byId.put(standing.id(), standing);
        }
        try (KeyValueIterator<byte[], byte[]> stored = store.all()) {
            while (stored.hasNext()) {
                KeyValue<byte[], byte[]> next = stored.next();
                if (next.value.length == 0) {
                    byId.remove(new String(next.key, UTF_8));
                } else {
                    Budget budget = BudgetJson.read(next.value);
                    byId.put(budget.id(), budget);
                }
            }
        }
        index();
    }

    /** Returns every budget. */
    Collection<Budget> all() {
        return byId.values();
    }

    /** Returns the budget with {@code id}, or null. */
    @Nullable
    Budget find(String id) {
        return byId.get(id);
    }

    /** Returns the budgets that watch {@code scope}. */
    List<Budget> watching(Scope scope) {
        return byScope.getOrDefault(scope, List.of());
    }

    /** Puts {@code budget} in force, in place of the one with the same id. */
    void define(Budget budget) {
        store.put(budget.id().getBytes(UTF_8), BudgetJson.write(budget));
        byId.put(budget.id(), budget);
        index();
    }

    /** Puts the budget with {@code id} out of force and returns whether there was one. */
    boolean delete(String id) {
        byte[] key = id.getBytes(UTF_8);
        if (id.equals(Budget.DEFAULT_ID)) {
            store.put(key, DELETED);
        } else {
            store.delete(key);
        }
        boolean wasInForce = byId.remove(id) != null;
        index();
        return wasInForce;
    }

    private void index() {
        byScope.clear();
        for (Budget budget : byId.values()) {
            byScope.computeIfAbsent(Scope.of(budget), scope -> new ArrayList<>())
                    .add(budget);
        }
    }
}
