package io.spendstream.cli.measure;

import io.spendstream.cli.DurationText;
import io.spendstream.cli.connection.Connection;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spendstream measure latency}: from {@code record} to acknowledged, ledger, row and metrics. */
@Command(
        name = "latency",
        description = "Measures how long an event takes from record to each stage of the pipeline.",
        footer = {"", "Example:", "  spendstream measure latency --rate 200 --for 30s --json"},
        mixinStandardHelpOptions = true)
final class MeasureLatencyCommand extends SteadyLoadCommand {
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

    MeasureLatencyCommand() {
        super(1);
    }

    @Override
    int rate() {
        return rate;
    }

    @Override
    Duration runFor() {
        return runFor;
    }

    @Override
    Probe open(Connection connection) {
        return new LatencyProbe(connection, rate);
    }
}
