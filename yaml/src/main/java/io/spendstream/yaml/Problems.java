package io.spendstream.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file, so that all of it can be mended at once. Not thread-safe. */
public final class Problems {
    private final String file;
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    /** Collects what is wrong with the file of this name. */
    public Problems(String file) {
        this.file = file;
    }

    /** Returns the name of the file. */
    public String file() {
        return file;
    }

    /** Notes an error. */
    public void add(int line, String field, String message) {
        errors.add(new Problem(file, line, field, message));
    }

    /** Notes something worth a second look. */
    public void warn(int line, String field, String message) {
        warnings.add(new Problem(file, line, field, message));
    }

    /** Returns whether no error was noted. */
    public boolean isRight() {
        return errors.isEmpty();
    }

    /** Returns the errors in the order of their lines. */
    public List<Problem> errors() {
        return sorted(errors);
    }

    /** Returns what is worth a second look in the order of the lines. */
    public List<Problem> warnings() {
        return sorted(warnings);
    }

    private static List<Problem> sorted(List<Problem> problems) {
        return problems.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
    }
}
