package io.spendstream.stream.totals;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.Dimension;
import io.spendstream.contract.TotalKey;
import java.util.List;

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
}
