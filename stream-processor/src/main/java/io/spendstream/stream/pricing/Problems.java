package io.spendstream.stream.pricing;

import io.spendstream.stream.pricing.PriceBookException.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one price book file, so that all of it can be mended at once. Not thread-safe. */
final class Problems {
    private final String file;
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    String file() {
        return file;
    }

    void add(int line, String field, String message) {
        errors.add(new Problem(file, line, field, message));
    }

    void warn(int line, String field, String message) {
        warnings.add(new Problem(file, line, field, message));
    }

    boolean isRight() {
        return errors.isEmpty();
    }

    List<Problem> errors() {
        return sorted(errors);
    }

    List<Problem> warnings() {
        return sorted(warnings);
    }

    private static List<Problem> sorted(List<Problem> problems) {
        return problems.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
    }
}
