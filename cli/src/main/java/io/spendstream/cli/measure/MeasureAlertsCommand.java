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

/** {@code spendstream measure alerts}: from {@code record} to the alert, readable by whoever reads what is committed. */
@Command(
        name = "alerts",
        description =
                "Measures how long it takes from the call that exceeds a budget to the alert. One call in ten exceeds"
                        + " one, that of its own session.",
        footer = {"", "Example:", "  spendstream measure alerts --rate 500 --for 60s --json"},
        mixinStandardHelpOptions = true)
final class MeasureAlertsCommand implements Callable<Integer> {
    private static final int EVENTS_MAX = 2_000_000;
    private static final int RATE_MAX = 100_000;

    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "Events per second (default: ${DEFAULT-VALUE}).")
    private int rate = 500;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationText.class,
            description = "How long (default: ${DEFAULT-VALUE}).")
    private Duration runFor = Duration.ofSeconds(60);

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
        if (events < AlertProbe.CALLS_PER_ALERT || events > EVENTS_MAX || warmUpEvents > EVENTS_MAX) {
            throw new IllegalArgumentException(
                    "--rate times --for must be %1$d to %2$d events: %3$d; --rate times --warm-up at most %2$d: %4$d"
                            .formatted(AlertProbe.CALLS_PER_ALERT, EVENTS_MAX, events, warmUpEvents));
        }
        Latencies latencies;
        try (Target target = Target.open(connectionOptions, progress);
                var probe = new AlertProbe(target.connection(), rate)) {
            if (warmUpEvents > 0) {
                probe.run((int) warmUpEvents);
            }
            progress.say("measuring %d events at %d a second".formatted(events, rate));
            latencies = probe.run((int) events);
        }
        new LatencyForms(rate, runFor, events).print(commandLine.getOut(), Map.of("alert", latencies), isJson);
        boolean isComplete = latencies.seen() == events / AlertProbe.CALLS_PER_ALERT;
        return isComplete ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
