package io.spendstream.benchmarks.result;

import java.util.List;

/**
 * What one contestant reached, run after run.
 *
 * @param values one per run, at least one, in the unit of the comparison
 */
public record Samples(List<Double> values) {
    public Samples {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("values must have at least one run");
        }
    }

    /** Returns the middle value; of an even number of runs, the mean of the middle two. */
    public double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Returns the distance from the lowest to the highest run, as a share of the median. */
    public double spread() {
        double least = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double most = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        return (most - least) / median();
    }
}
