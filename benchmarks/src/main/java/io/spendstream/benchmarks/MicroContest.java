package io.spendstream.benchmarks;

import io.spendstream.benchmarks.result.Comparison;
import io.spendstream.benchmarks.result.Samples;
import io.spendstream.benchmarks.result.Sense;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.SampleTimeResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The small things, measured by JMH; ours and the other's in one run. */
final class MicroContest implements Contest {
    private static final int FORKS_MAX = 2;
    private static final int WARM_UPS = 3;
    private static final int ITERATIONS = 5;

    private record Pair(String name, Class<?> benchmark, String ours, String other, String against, double bar) {}

    private static final List<Pair> PAIRS = List.of(
            new Pair(
                    "reading a response of 2 KB",
                    ReadingBenchmark.class,
                    "readUsage",
                    "readTree",
                    "Jackson readTree",
                    1),
            new Pair("pricing an event", PricingBenchmark.class, "price", "parse", "parsing it from JSON", 0.1),
            new Pair(
                    "record on the caller's thread, p50",
                    RecordingBenchmark.class,
                    "record",
                    "write",
                    "FileChannel.write of the same bytes",
                    2));

    @Override
    public String name() {
        return "micro";
    }

    @Override
    public List<Comparison> run(Effort effort, Consumer<String> progress) throws Exception {
        List<Comparison> comparisons = new ArrayList<>();
        for (Pair pair : PAIRS) {
            progress.accept(pair.name());
            Collection<RunResult> results = new Runner(new OptionsBuilder()
                            .include(pair.benchmark().getName() + "\\.")
                            .forks(Math.min(FORKS_MAX, effort.rounds()))
                            .warmupIterations(WARM_UPS)
                            .warmupTime(TimeValue.seconds(1))
                            .measurementIterations(ITERATIONS)
                            .measurementTime(TimeValue.seconds(1))
                            .verbosity(VerboseMode.SILENT)
                            .build())
                    .run();
            results.stream()
                    .filter(result -> method(result).equals(pair.ours()))
                    .map(ours -> comparison(pair, ours, other(pair, ours, results)))
                    .forEach(comparisons::add);
        }
        return comparisons;
    }

    /** Returns the other of the pair, with the same parameters. */
    private static RunResult other(Pair pair, RunResult ours, Collection<RunResult> results) {
        return results.stream()
                .filter(result -> method(result).equals(pair.other()))
                .filter(result -> parameters(result).equals(parameters(ours)))
                .findFirst()
                .orElseThrow();
    }

    private static Comparison comparison(Pair pair, RunResult ours, RunResult other) {
        String parameters = parameters(ours);
        return new Comparison(
                parameters.isEmpty() ? pair.name() : pair.name() + ", " + parameters,
                pair.against(),
                ours.getPrimaryResult().getScoreUnit(),
                Sense.LOWER,
                samples(ours),
                samples(other),
                pair.bar());
    }

    private static String method(RunResult result) {
        return result.getPrimaryResult().getLabel();
    }

    private static String parameters(RunResult result) {
        var params = result.getParams();
        return String.join(
                ", ", params.getParamsKeys().stream().map(params::getParam).toList());
    }

    /** Returns the time that half of an iteration's calls did not exceed, or where not each was timed, their mean. */
    private static double middle(Result<?> iteration) {
        return iteration instanceof SampleTimeResult sampled
                ? sampled.getStatistics().getPercentile(50)
                : iteration.getScore();
    }

    private static Samples samples(RunResult result) {
        return new Samples(result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .map(IterationResult::getPrimaryResult)
                .map(MicroContest::middle)
                .toList());
    }
}
