package io.spendstream.notifier.file;

import io.spendstream.yaml.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown when a file of channels cannot be used. Lists everything that is wrong with it, not only what came first. */
public final class ChannelsFileException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    ChannelsFileException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Returns every problem, in the order of the lines. */
    public List<Problem> problems() {
        return problems;
    }
}
