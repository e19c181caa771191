package io.spendstream.stream.totals;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.Dimension;
import io.spendstream.contract.TotalKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One value of one dimension: what cells and totals are about. Everything that concerns one scope meets on one
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

    // by hand, because each event looks several scopes up, and what the compiler generates is slow at that

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Scope scope) || dimension != scope.dimension || values.size() != scope.values.size()) {
            return false;
        }
        for (int i = 0; i < values.size(); i++) {
            if (!values.get(i).equals(scope.values.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = dimension.hashCode();
        for (int i = 0; i < values.size(); i++) {
            hash = 31 * hash + values.get(i).hashCode();
        }
        return hash;
    }
}
