package io.spendstream.benchmarks;

import io.spendstream.benchmarks.pipeline.GrowthContest;
import io.spendstream.benchmarks.pipeline.LatencyContest;
import io.spendstream.benchmarks.pipeline.MemoryContest;
import io.spendstream.benchmarks.pipeline.ProducerContest;
import io.spendstream.benchmarks.pipeline.RecordContest;
import io.spendstream.benchmarks.pipeline.ReportContest;
import io.spendstream.benchmarks.pipeline.SinkContest;
import io.spendstream.benchmarks.pipeline.StreamProcessorContest;
import io.spendstream.benchmarks.profile.HotSpots;
import io.spendstream.benchmarks.profile.Profiles;
import io.spendstream.benchmarks.result.Comparison;
import io.spendstream.benchmarks.result.Load;
import io.spendstream.benchmarks.result.Machine;
import io.spendstream.benchmarks.result.Result;
import io.spendstream.benchmarks.result.ResultFile;
import io.spendstream.benchmarks.result.ResultTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.kafka.common.utils.AppInfoParser;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run}: all contests, one after the other. */
@Command(
        name = "benchmarks/run",
        description = "Measures Spendstream beside its peers and the limits of this machine, all in one run.",
        footer = {"", "Examples:", "  benchmarks/run --quick", "  benchmarks/run --only sink"},
        mixinStandardHelpOptions = true)
public final class Run implements Callable<Integer> {
    private static final List<Contest> CONTESTS = List.of(
            new MicroContest(),
            new RecordContest(),
            new ProducerContest(),
            new StreamProcessorContest(),
            new SinkContest(),
            new LatencyContest(),
            new ReportContest(),
            new MemoryContest(),
            new GrowthContest());

    @Option(names = "--quick", description = "One round of each, with fewer events.")
    private boolean isQuick;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Only these: micro, record, producer, stream-processor, sink, latency, report, memory; growth runs"
                            + " only if it is named.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--profile",
            paramLabel = "FOLDER",
            description = "Let every contestant process write a flight recording there, and print where its time went.")
    private @Nullable Path profiles;

    @Option(
            names = "--results",
            paramLabel = "FOLDER",
            defaultValue = "benchmarks/results",
            description = "Where results are written (default: ${DEFAULT-VALUE}).")
    private Path results = Path.of("benchmarks", "results");

    @Spec
    private @Nullable CommandSpec spec;

    /** Runs what {@code arguments} ask for. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Run()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
        PrintWriter out = commandLine.getOut();
        PrintWriter err = commandLine.getErr();
        for (String name : only) {
            if (CONTESTS.stream().noneMatch(contest -> contest.name().equals(name))) {
                throw new CommandLine.ParameterException(
                        commandLine, "--only must be of %s: %s".formatted(names(), name));
            }
        }
        Instant begun = Instant.now();
        Profiles.into(profiles);
        List<Result> found = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (Contest contest : CONTESTS) {
            if (only.isEmpty() ? !contest.isOnRequest() : only.contains(contest.name())) {
                try {
                    found.addAll(run(contest, err));
                } catch (Exception e) {
                    failed.add(contest.name());
                    err.printf("%s: failed, the others go on: %s%n", contest.name(), e);
                }
            }
        }
        if (found.isEmpty()) {
            return CommandLine.ExitCode.SOFTWARE;
        }
        Machine machine = Machine.here();
        out.println(ResultTable.of(found.stream().map(Result::comparison).toList()));
        out.printf(
                "%s, %d cores, %,d MiB, %s, %s; %d min, load average %.1f to %.1f%n",
                machine.processor(),
                machine.cores(),
                machine.memoryMiB(),
                machine.system(),
                machine.java(),
                Duration.between(begun, Instant.now()).toMinutes(),
                found.get(0).load().begin(),
                found.get(found.size() - 1).load().end());
        out.println(ResultFile.write(results, begun, versions(), machine, found));
        for (Path recording : Profiles.recordings()) {
            out.println(HotSpots.of(recording));
        }
        out.flush();
        if (!failed.isEmpty()) {
            err.println("no result of " + String.join(", ", failed));
        }
        return failed.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private List<Result> run(Contest contest, PrintWriter err) throws Exception {
        Instant begun = Instant.now();
        double load = Load.now();
        List<Comparison> comparisons = contest.run(isQuick ? Effort.QUICK : Effort.FULL, line -> {
            err.printf("%s: %s%n", contest.name(), line);
            err.flush();
        });
        var loads = new Load(load, Load.now());
        return comparisons.stream()
                .map(comparison -> new Result(contest.name(), comparison, loads, begun))
                .toList();
    }

    private static List<String> names() {
        return CONTESTS.stream().map(Contest::name).toList();
    }

    private static Map<String, String> versions() {
        return Map.of("kafka", AppInfoParser.getVersion(), "java", System.getProperty("java.version"));
    }
}
