package io.spendstream.cli.measure;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.DurationText;
import io.spendstream.cli.instance.ConnectionOptions;
import io.spendstream.cli.instance.Progress;
import io.spendstream.cli.instance.Target;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spendstream measure latency}: from {@code record} to acknowledged, ledger, row and metrics. */
@Command(
        name = "latency",
        description = "Measures how long an event takes from record to each stage of the pipeline.",
        footer = {"", "Example:", "  spendstream measure latency --rate 200 --for 30s --json"},
        mixinStandardHelpOptions = true)
final class MeasureLatencyCommand implements Callable<Integer> {
    private static final int EVENTS_MAX = 2_000_000;
    private static final int RATE_MAX = 100_000;

    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "200",
            description = "Events per second (default: ${DEFAULT-VALUE}).")
    private int rate = 200;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = DurationText.class,
            description = "How long (default: ${DEFAULT-VALUE}).")
    private Duration runFor = Duration.ofSeconds(30);

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

    @Override
    public Integer call() throws Exception {
        CommandLine commandLine = requireNonNull(spec).commandLine();
        var progress = new Progress(commandLine.getErr(), InstantSource.system());
        if (rate < 1 || rate > RATE_MAX) {
            throw new IllegalArgumentException("--rate must be in 1..%d: %d".formatted(RATE_MAX, rate));
        }
        long events = rate * runFor.toMillis() / 1000;
        long warmUpEvents = rate * warmUp.toMillis() / 1000;
        if (events < 1 || events > EVENTS_MAX || warmUpEvents > EVENTS_MAX) {
            throw new IllegalArgumentException(
                    "--rate times --for must be 1 to %1$d events: %2$d; --rate times --warm-up at most %1$d: %3$d"
                            .formatted(EVENTS_MAX, events, warmUpEvents));
        }
        Map<String, Latencies> stages;
        try (Target target = Target.open(connectionOptions, progress)) {
            try (var probe = new LatencyProbe(target.connection(), rate)) {
                if (warmUpEvents > 0) {
                    probe.run((int) warmUpEvents);
                }
                progress.say("measuring %d events at %d a second".formatted(events, rate));
                stages = probe.run((int) events);
            }
        }
        new LatencyForms(rate, runFor, events).print(commandLine.getOut(), stages, isJson);
        boolean isComplete = stages.values().stream().allMatch(stage -> stage.seen() == events);
        return isComplete ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
