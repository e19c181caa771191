package io.spendstream.benchmarks;

import io.spendstream.benchmarks.result.Comparison;
import java.util.List;
import java.util.function.Consumer;

/** Something of ours that is measured beside something else. */
public interface Contest {
    /** Returns what it is called on the command line. */
    String name();

    /** Returns whether it runs only where it is named: what takes too long to be part of every run. */
    default boolean isOnRequest() {
        return false;
    }

    /** Measures; {@code progress} is told in a line what is being done. */
    List<Comparison> run(Effort effort, Consumer<String> progress) throws Exception;
}
