package io.spendstream.stream.pricing;

import io.spendstream.yaml.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown when a price book cannot be used. Lists everything that is wrong with it, not only what was found first. */
public final class PriceBookException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    PriceBookException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Returns every problem, in the order of the files and their lines. */
    public List<Problem> problems() {
        return problems;
    }
}
