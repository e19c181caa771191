package io.spendstream.producer.guard;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.BudgetDimension;
import io.spendstream.producer.TrackContext;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something for every combination of values of some dimensions: a tree with a level for each dimension, so that looking
 * up a call takes no key that would have to be made. Found without a lock, changed under the tree's own. Thread-safe.
 *
 * @param <T> what it holds
 */
final class ValueTree<T> {
    private final BudgetDimension[] dimensions;
    private final Node<T> root = new Node<>();

    ValueTree(Collection<BudgetDimension> dimensions) {
        this.dimensions = dimensions.stream().sorted().toArray(BudgetDimension[]::new);
    }

    /** Returns what there is for the values of {@code call}; null for nothing, or if a value is not known. */
    @Nullable
    T find(TrackContext call) {
        Node<T> node = root;
        for (BudgetDimension dimension : dimensions) {
            String value = valueOf(dimension, call);
            Node<T> next = value == null ? null : node.branches.get(value);
            if (next == null) {
                return null;
            }
            node = next;
        }
        return node.held;
    }

    /** Returns what there is for the values of {@code call}, all of them known, made if need be. */
    T findOrMake(TrackContext call, Supplier<T> made) {
        return findOrMake(dimension -> valueOf(dimension, call), made);
    }

    /** Returns what there is for {@code values}, made if need be. */
    T findOrMake(Map<BudgetDimension, String> values, Supplier<T> made) {
        return findOrMake(values::get, made);
    }

    private synchronized T findOrMake(Function<BudgetDimension, @Nullable String> values, Supplier<T> made) {
        Node<T> node = root;
        for (BudgetDimension dimension : dimensions) {
            String value = requireNonNull(values.apply(dimension), dimension::wireName);
            node = node.branches.computeIfAbsent(value, absent -> new Node<>());
        }
        T held = node.held;
        if (held == null) {
            held = made.get();
            node.held = held;
        }
        return held;
    }

    /** Lets go of what {@code isGone} says; what there is for everything stays. */
    synchronized void removeIf(Predicate<T> isGone) {
        root.removeIf(isGone);
    }

    /** Returns whether the values of {@code call} are all known before the call is made. */
    boolean hasValuesOf(TrackContext call) {
        for (BudgetDimension dimension : dimensions) {
            if (valueOf(dimension, call) == null) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String valueOf(BudgetDimension dimension, TrackContext call) {
        return dimension.valueOf(call.attribution(), call.provider(), call.requestModel());
    }

    private static final class Node<T> {
        private final Map<String, Node<T>> branches = new ConcurrentHashMap<>(4);
        private volatile @Nullable T held;

        private void removeIf(Predicate<T> isGone) {
            branches.values().removeIf(branch -> {
                branch.removeIf(isGone);
                T own = branch.held;
                return branch.branches.isEmpty() && (own == null || isGone.test(own));
            });
        }
    }
}
