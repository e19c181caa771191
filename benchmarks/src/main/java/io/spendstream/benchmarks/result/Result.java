package io.spendstream.benchmarks.result;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What a contest found, and in what circumstances.
 *
 * @param contest the contest's name
 * @param comparison what it found
 * @param load how busy the machine was
 * @param begun when the contest began
 */
public record Result(String contest, Comparison comparison, Load load, Instant begun) {
    public Result {
        requireNonNull(contest, "contest");
        requireNonNull(comparison, "comparison");
        requireNonNull(load, "load");
        requireNonNull(begun, "begun");
    }
}
