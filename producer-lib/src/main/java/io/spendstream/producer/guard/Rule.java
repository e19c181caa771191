package io.spendstream.producer.guard;

import io.spendstream.contract.Allowance;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetUnit;
import io.spendstream.producer.TrackContext;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One blocking budget, and its purses by the values it is kept apart by. Thread-safe. */
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
    private final ValueTree<Purse> purses;

    // the writer's own
    private int states;

    /** What counts for values of which nothing was spent yet. */
    private volatile @Nullable Standing template;

    Rule(Key key) {
        this.key = key;
        this.purses = new ValueTree<>(key.each());
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
            purses.findOrMake(allowance.values(), this::newPurse).stand(standing);
        }
    }

    void addState() {
        states++;
    }

    /** Counts one state less; returns whether it was the last. */
    boolean removeState() {
        return --states == 0;
    }

    /** Returns whether what the budget is kept apart by is known of {@code call} before it is made. */
    boolean isAbout(TrackContext call) {
        return purses.hasValuesOf(call);
    }

    /** Returns the purse {@code call} is paid from, or null if nothing was spent or set aside for its values. */
    @Nullable
    Purse find(TrackContext call) {
        return purses.find(call);
    }

    /** Returns the purse {@code call} is paid from, made if need be. */
    Purse findOrMake(TrackContext call) {
        return purses.findOrMake(call, this::newPurse);
    }

    /** Lets go of the purses that say no more than the template does. */
    void tidy(long nowMillis) {
        purses.removeIf(purse -> purse.giveUp(nowMillis));
    }

    private Purse newPurse() {
        return new Purse(this);
    }
}
