package io.spendstream.cli.measure;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.DurationText;
import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.instance.Target;
import io.spendstream.cli.progress.Progress;
import io.spendstream.cli.progress.Work;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends events at a steady rate, first to warm up and then to measure, and prints when they got where. */
abstract class SteadyLoadCommand implements Callable<Integer> {
    private static final int EVENTS_MAX = 2_000_000;
    private static final int RATE_MAX = 100_000;

    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = DurationText.class,
            description = "How long to send before measuring (default: ${DEFAULT-VALUE}).")
    private Duration warmUp = Duration.ofSeconds(5);

    @Option(names = "--json", description = "Print JSON.")
    private boolean isJson;

    @Spec
    private @Nullable CommandSpec spec;

    private final int eventsPerSighting;

    /**
     * @param eventsPerSighting how many events it takes for one that is seen at a stage
     */
    SteadyLoadCommand(int eventsPerSighting) {
        this.eventsPerSighting = eventsPerSighting;
    }

    abstract int rate();

    abstract Duration runFor();

    /** Opens what sends {@link #rate} events a second to {@code connection}. */
    abstract Probe open(Connection connection) throws Exception;

    private static Map<String, Latencies> run(Probe probe, String what, long events, Progress progress)
            throws Exception {
        try (Work work = progress.begin(what, "events", events)) {
            return probe.run((int) events, work);
        }
    }

    @Override
    public Integer call() throws Exception {
        CommandLine commandLine = requireNonNull(spec).commandLine();
        var progress = Progress.on(commandLine.getErr());
        if (rate() < 1 || rate() > RATE_MAX) {
            throw new IllegalArgumentException("--rate must be in 1..%d: %d".formatted(RATE_MAX, rate()));
        }
        long events = rate() * runFor().toMillis() / 1000;
        long warmUpEvents = rate() * warmUp.toMillis() / 1000;
        if (events < eventsPerSighting || events > EVENTS_MAX || warmUpEvents > EVENTS_MAX) {
            throw new IllegalArgumentException(
                    "--rate times --for must be %1$d to %2$d events: %3$d; --rate times --warm-up at most %2$d: %4$d"
                            .formatted(eventsPerSighting, EVENTS_MAX, events, warmUpEvents));
        }
        Map<String, Latencies> stages;
        try (Target target = Target.open(connectionOptions, progress);
                Probe probe = progress.during("preparing", () -> open(target.connection()))) {
            if (warmUpEvents > 0) {
                run(probe, "warming up", warmUpEvents, progress);
            }
            progress.say("measuring %d events at %d a second".formatted(events, rate()));
            stages = run(probe, "measuring", events, progress);
        }
        new LatencyForms(rate(), runFor(), events).print(commandLine.getOut(), stages, isJson);
        boolean isComplete = stages.values().stream().allMatch(stage -> stage.seen() == events / eventsPerSighting);
        return isComplete ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
