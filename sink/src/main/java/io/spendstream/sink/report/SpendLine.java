package io.spendstream.sink.report;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One group of a spend report.
 *
 * @param values the group's values, in the order of the query's dimensions
 * @param sums what the group adds up to
 */
public record SpendLine(List<String> values, SpendSums sums) {
    public SpendLine {
        values = List.copyOf(values);
        requireNonNull(sums, "sums");
    }
}
