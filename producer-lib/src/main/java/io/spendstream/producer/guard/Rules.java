package io.spendstream.producer.guard;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.Allowance;
import io.spendstream.contract.BudgetAction;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetState;
import io.spendstream.contract.BudgetStateKey;
import io.spendstream.producer.TrackContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The blocking budgets as they stand. Written by one thread, asked by any; asking takes no lock and no allocation.
 * Budgets that only alert are left out: they refuse nothing.
 */
final class Rules {
    private static final Rule[] NONE = {};

    // the writer's own
    private final Map<BudgetStateKey, Entry> entries = new HashMap<>();
    private final Map<Rule.Key, Rule> byKey = new HashMap<>();

    private boolean isReplacing;

    /** The rules by what they are narrowed to, one tree for each set of dimensions; made anew when a rule comes or goes. */
    private volatile List<ValueTree<Rule[]>> scopes = List.of();

    /** Which rule a state went to; a changed definition may send the next one to another. */
    private record Entry(Rule rule, Allowance allowance) {
        /** Returns whether a new period has begun for values of which nothing was spent in it: the template says as much. */
        private boolean isOver(long nowMillis) {
            return !allowance.values().isEmpty()
                    && rule.template() != null
                    && allowance.window().end().toEpochMilli() <= nowMillis;
        }
    }

    /** Takes the latest state of an allowance; null if the allowance is no more. */
    void put(BudgetStateKey key, @Nullable BudgetState state) {
        Entry before = entries.remove(key);
        if (state != null && state.allowance().action() == BudgetAction.BLOCK) {
            Rule rule = rule(state.allowance());
            entries.put(key, new Entry(rule, state.allowance()));
            rule.stand(state.allowance(), Standing.of(state));
            if (before != null && before.rule() == rule) {
                return;
            }
            rule.addState();
        }
        if (before != null) {
            before.rule().stand(before.allowance(), null);
            drop(before.rule());
        }
    }

    /** Takes {@code all} there is, in place of what was known. */
    void replace(Map<BudgetStateKey, BudgetState> all) {
        isReplacing = true;
        try {
            all.forEach(this::put);
            var gone = new HashSet<>(entries.keySet());
            gone.removeAll(all.keySet());
            gone.forEach(key -> put(key, null));
        } finally {
            isReplacing = false;
        }
        publish();
    }

    /** Lets go of what says no more than a template does. */
    void tidy(long nowMillis) {
        var over = entries.entrySet().stream()
                .filter(entry -> entry.getValue().isOver(nowMillis))
                .map(Map.Entry::getKey)
                .toList();
        for (BudgetStateKey key : over) {
            drop(requireNonNull(entries.remove(key)).rule());
        }
        byKey.values().forEach(rule -> rule.tidy(nowMillis));
    }

    /** Returns the first purse of {@code call} that has nothing left, or null if all have. */
    @Nullable
    Purse emptyOne(TrackContext call, long nowMillis) {
        List<ValueTree<Rule[]>> all = scopes;
        for (int i = 0; i < all.size(); i++) {
            Rule[] narrowed = all.get(i).find(call);
            Purse empty = narrowed == null ? null : emptyOne(narrowed, call, nowMillis);
            if (empty != null) {
                return empty;
            }
        }
        return null;
    }

    private static @Nullable Purse emptyOne(Rule[] rules, TrackContext call, long nowMillis) {
        for (Rule rule : rules) {
            Purse purse = rule.find(call);
            if (purse != null && !purse.hasRoom(nowMillis)) {
                return purse;
            }
        }
        return null;
    }

    /** Returns the rules that are about {@code call}. */
    List<Rule> about(TrackContext call) {
        var about = new ArrayList<Rule>(2);
        for (ValueTree<Rule[]> scope : scopes) {
            Rule[] narrowed = scope.find(call);
            for (Rule rule : narrowed == null ? NONE : narrowed) {
                if (rule.isAbout(call)) {
                    about.add(rule);
                }
            }
        }
        return about;
    }

    private Rule rule(Allowance allowance) {
        Rule.Key key = Rule.Key.of(allowance);
        Rule known = byKey.get(key);
        if (known != null) {
            return known;
        }
        var rule = new Rule(key);
        byKey.put(key, rule);
        publish();
        return rule;
    }

    private void drop(Rule rule) {
        if (rule.removeState()) {
            byKey.remove(rule.key());
            publish();
        }
    }

    private void publish() {
        if (isReplacing) {
            return;
        }
        Map<Set<BudgetDimension>, Map<Map<BudgetDimension, String>, List<Rule>>> byScope = new LinkedHashMap<>();
        for (Rule rule : byKey.values()) {
            Map<BudgetDimension, String> scope = rule.key().scope();
            byScope.computeIfAbsent(scope.keySet(), absent -> new HashMap<>())
                    .computeIfAbsent(scope, absent -> new ArrayList<>())
                    .add(rule);
        }
        var published = new ArrayList<ValueTree<Rule[]>>();
        byScope.forEach((dimensions, byValues) -> {
            var tree = new ValueTree<Rule[]>(dimensions);
            byValues.forEach((values, rules) -> tree.findOrMake(values, () -> rules.toArray(NONE)));
            published.add(tree);
        });
        scopes = List.copyOf(published);
    }
}
