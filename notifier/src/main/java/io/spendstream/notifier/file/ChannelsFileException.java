package io.spendstream.notifier.file;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown when a file of channels cannot be used. Lists everything that is wrong with it, not only what came first. */
public final class ChannelsFileException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    ChannelsFileException(List<Problem> problems) {
        super(inOrder(problems).stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = inOrder(problems);
    }

    private static List<Problem> inOrder(List<Problem> problems) {
        return problems.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
    }

    /** Returns every problem, in the order of the lines. */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * One thing that is wrong.
     *
     * @param file the name of the file
     * @param line the line it stands on, counted from 1; 0 where the file as a whole is meant
     * @param field the path of the field, such as {@code channels[1].url}; may be empty
     * @param message what is wrong and how to mend it
     */
    public record Problem(String file, int line, String field, String message) {
        @Override
        public String toString() {
            String place = line > 0 ? file + ":" + line : file;
            return field.isEmpty() ? place + ": " + message : place + ": " + field + ": " + message;
        }
    }
}
