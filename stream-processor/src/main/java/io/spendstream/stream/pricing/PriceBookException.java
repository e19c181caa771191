package io.spendstream.stream.pricing;

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

    /**
     * One thing that is wrong, or worth a second look, in a price book.
     *
     * @param file the name of the file
     * @param line the line it stands on, counted from 1; 0 where the file as a whole is meant
     * @param field the path of the field, for example {@code entries[3].tiers.batch}; may be empty
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
