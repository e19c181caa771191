package io.spendstream.contract;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which total: one value of one dimension on one day.
 *
 * @param dimension what is added up by
 * @param values the dimension's values, in the order its name says; empty for {@link Dimension#ALL}
 * @param day the UTC day; null for {@link Dimension#OUTCOME}, whose totals have no end
 */
public record TotalKey(
        Dimension dimension, List<String> values, @Nullable LocalDate day) {
    public TotalKey {
        requireNonNull(dimension, "dimension");
        values = List.copyOf(values);
        if ((dimension == Dimension.OUTCOME) != (day == null)) {
            throw new IllegalArgumentException("a total of %s must %shave a day"
                    .formatted(dimension.wireName(), dimension == Dimension.OUTCOME ? "not " : ""));
        }
    }
}
