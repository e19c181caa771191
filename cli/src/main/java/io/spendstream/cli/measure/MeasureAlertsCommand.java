package io.spendstream.cli.measure;

import io.spendstream.cli.DurationText;
import io.spendstream.cli.connection.Connection;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spendstream measure alerts}: from {@code record} to the alert, readable by whoever reads what is committed. */
@Command(
        name = "alerts",
        description =
                "Measures how long it takes from the call that exceeds a budget to the alert. One call in ten exceeds"
                        + " one, that of its own session.",
        footer = {"", "Example:", "  spendstream measure alerts --rate 500 --for 60s --json"},
        mixinStandardHelpOptions = true)
final class MeasureAlertsCommand extends SteadyLoadCommand {
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

    MeasureAlertsCommand() {
        super(AlertProbe.CALLS_PER_ALERT);
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
    Probe open(Connection connection) throws Exception {
        return AlertProbe.open(connection, rate);
    }
}
