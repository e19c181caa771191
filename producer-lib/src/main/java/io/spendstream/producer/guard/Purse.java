package io.spendstream.producer.guard;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.BudgetUnit;
import org.jspecify.annotations.Nullable;

/**
 * One allowance: what is left of it, and what of that is set aside for calls in flight and for calls whose cost has not
 * come back yet. Read without locks; set aside under the purse's own. Thread-safe.
 */
final class Purse {
    private final Rule rule;

    /** What the last state said; null while nothing was spent of it, in which case the rule's template counts. */
    private volatile @Nullable Standing standing;

    // written under this, read by anyone
    private volatile long setAside;

    // guarded by this
    private boolean isGone;

    // the end of the period for which a refusal was logged; racy, as a second line does no harm
    private volatile long saidForMillis = Long.MIN_VALUE;

    Purse(Rule rule) {
        this.rule = requireNonNull(rule, "rule");
    }

    Rule rule() {
        return rule;
    }

    BudgetUnit unit() {
        return rule.key().unit();
    }

    void stand(@Nullable Standing now) {
        standing = now;
    }

    @Nullable
    Standing standing() {
        Standing own = standing;
        return own == null ? rule.template() : own;
    }

    /** Returns what is left, set-aside amounts included; everything if nothing is known. */
    long left(long nowMillis) {
        Standing known = standing();
        return known == null ? Long.MAX_VALUE : known.left(nowMillis);
    }

    /** Returns whether a call of unknown cost may be made. */
    boolean hasRoom(long nowMillis) {
        long left = left(nowMillis);
        return left > 0 && setAside < left;
    }

    /**
     * Sets {@code grains} aside if that much is left, or in any case if it {@code must} be.
     *
     * @return {@link Take#GONE} if the purse was given up meanwhile and another has to be asked for
     */
    synchronized Take take(long grains, boolean must, long nowMillis) {
        if (isGone) {
            return Take.GONE;
        }
        boolean fits = hasRoom(nowMillis) && grains <= left(nowMillis) - setAside;
        if (fits || must) {
            setAside += grains;
        }
        return fits ? Take.TAKEN : Take.TOO_MUCH;
    }

    /** Sets {@code grains} more aside, or less if it is negative. */
    synchronized void adjust(long grains) {
        setAside += grains;
    }

    /** Gives the purse up if it says no more than its rule's template does; returns whether it did. */
    synchronized boolean giveUp(long nowMillis) {
        Standing own = standing;
        boolean isOver = own == null || own.endMillis() <= nowMillis;
        if (isOver && setAside == 0 && !isGone) {
            isGone = true;
        }
        return isGone;
    }

    /** Returns true once per period: a refusal that is repeated for every call would bury the log. */
    boolean isFirstRefusal() {
        Standing known = standing();
        long end = known == null ? Long.MIN_VALUE + 1 : known.endMillis();
        boolean isFirst = saidForMillis != end;
        saidForMillis = end;
        return isFirst;
    }

    /** What became of an attempt to set something aside. */
    enum Take {
        /** It is set aside. */
        TAKEN,
        /** Less than that is left. */
        TOO_MUCH,
        /** The purse was given up. */
        GONE
    }
}
