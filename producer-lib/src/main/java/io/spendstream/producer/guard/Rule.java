package io.spendstream.producer.guard;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.Allowance;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetUnit;
import io.spendstream.producer.TrackContext;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One blocking budget: which calls it is about, and its purses by the values it is kept apart by. The purses form a tree
 * with a level for each of those dimensions, so that finding one takes no key that would have to be made. Thread-safe.
 */
final class Rule {
    /**
     * What makes two states be about one rule.
     *
     * @param budgetId the budget
     * @param unit what it limits
     * @param scope what it is narrowed to
     * @param each what it is kept apart by
     */
    record Key(String budgetId, BudgetUnit unit, Map<BudgetDimension, String> scope, Set<BudgetDimension> each) {
        static Key of(Allowance allowance) {
            return new Key(allowance.id(), allowance.limit().unit(), allowance.scope(), allowance.each());
        }
    }

    private final Key key;
    private final BudgetDimension[] scope;
    private final String[] values;
    private final BudgetDimension[] each;
    private final Branch root = new Branch();

    // the writer's own
    private int states;

    /** What counts for values of which nothing was spent yet. */
    private volatile @Nullable Standing template;

    Rule(Key key) {
        this.key = key;
        this.scope = key.scope().keySet().toArray(new BudgetDimension[0]);
        this.values = key.scope().values().toArray(new String[0]);
        this.each = key.each().stream().sorted().toArray(BudgetDimension[]::new);
    }

    Key key() {
        return key;
    }

    @Nullable
    Standing template() {
        return template;
    }

    /** Takes what is known of {@code allowance} now, null for nothing. */
    void stand(Allowance allowance, @Nullable Standing standing) {
        if (allowance.isTemplate()) {
            template = standing;
        } else {
            findOrMake(allowance.values()).stand(standing);
        }
    }

    void addState() {
        states++;
    }

    /** Counts one state less; returns whether it was the last. */
    boolean removeState() {
        return --states == 0;
    }

    /** Returns whether the budget is about {@code call}, as far as is known before the call is made. */
    boolean isAbout(TrackContext call) {
        for (int i = 0; i < scope.length; i++) {
            if (!values[i].equals(valueOf(scope[i], call))) {
                return false;
            }
        }
        for (BudgetDimension dimension : each) {
            if (valueOf(dimension, call) == null) {
                return false;
            }
        }
        return true;
    }

    /** Returns the purse {@code call} is paid from, or null if nothing was spent or set aside for its values. */
    @Nullable
    Purse find(TrackContext call) {
        Branch branch = root;
        for (BudgetDimension dimension : each) {
            String value = valueOf(dimension, call);
            Branch next = value == null ? null : branch.branches.get(value);
            if (next == null) {
                return null;
            }
            branch = next;
        }
        return branch.purse;
    }

    /** Returns the purse {@code call} is paid from, made if need be. */
    synchronized Purse findOrMake(TrackContext call) {
        Branch branch = root;
        for (BudgetDimension dimension : each) {
            branch = branch.grow(requireNonNull(valueOf(dimension, call)));
        }
        return branch.fill(this);
    }

    /** Returns the purse of {@code ofValues}, made if need be. */
    synchronized Purse findOrMake(Map<BudgetDimension, String> ofValues) {
        Branch branch = root;
        for (BudgetDimension dimension : each) {
            branch = branch.grow(requireNonNull(ofValues.get(dimension)));
        }
        return branch.fill(this);
    }

    /** Lets go of the purses that say no more than the template does. */
    synchronized void tidy(long nowMillis) {
        if (each.length > 0) {
            root.tidy(nowMillis);
        }
    }

    /** Returns the value of {@code call} in {@code dimension}; null if it is not known before the call is made. */
    private static @Nullable String valueOf(BudgetDimension dimension, TrackContext call) {
        Attribution attribution = call.attribution();
        return switch (dimension) {
            case TEAM -> said(attribution.team());
            case TASK_TYPE -> said(attribution.taskType());
            case AGENT -> said(attribution.agent());
            case SESSION -> attribution.sessionId();
            case PROJECT -> said(attribution.project());
            case ENVIRONMENT -> said(attribution.environment());
            case PROVIDER -> call.provider();
            case MODEL -> call.requestModel();
        };
    }

    private static String said(@Nullable String value) {
        return value == null ? Attribution.UNATTRIBUTED : value;
    }

    /** A value among the values of one dimension, and what grows from it; changed under the rule's lock only. */
    private static final class Branch {
        private final Map<String, Branch> branches = new ConcurrentHashMap<>(4);
        private volatile @Nullable Purse purse;

        private Branch grow(String value) {
            Branch next = branches.get(value);
            return next == null ? branches.computeIfAbsent(value, absent -> new Branch()) : next;
        }

        private Purse fill(Rule rule) {
            Purse known = purse;
            if (known == null) {
                known = new Purse(rule);
                purse = known;
            }
            return known;
        }

        private void tidy(long nowMillis) {
            branches.values().removeIf(branch -> branch.isBare(nowMillis));
        }

        private boolean isBare(long nowMillis) {
            tidy(nowMillis);
            Purse known = purse;
            return branches.isEmpty() && (known == null || known.giveUp(nowMillis));
        }
    }
}
