package io.spendstream.cli.usage;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.TimeText;
import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.connection.Trackers;
import io.spendstream.cli.progress.Progress;
import io.spendstream.contract.UsageEvent;
import io.spendstream.producer.TokenTracker;
import io.spendstream.producer.reading.ReadUsage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spendstream track}: the door for anyone who has a provider's response or a usage event. */
@Command(
        name = "track",
        description = "Sends the usage of a provider's response, or usage events from standard input.",
        footer = {
            "",
            "Examples:",
            "  spendstream track --provider openai --api chat --task-type summarise \\",
            "      --session s1 --team search response.json",
            "  spendstream track --stdin < events.ndjson"
        },
        mixinStandardHelpOptions = true)
public final class TrackCommand implements Callable<Integer> {
    private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(10);

    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Mixin
    private ResponseOptions responseOptions = new ResponseOptions();

    @Mixin
    private AttributionOptions attributionOptions = new AttributionOptions();

    @Option(names = "--stdin", description = "Read usage events, one JSON object a line, from standard input.")
    private boolean isStdin;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = TimeText.class,
            description = "When the call completed, RFC 3339 (default: now).")
    private @Nullable Instant at;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "A provider's response, plain or streamed.")
    private @Nullable Path file;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        CommandLine commandLine = requireNonNull(spec).commandLine();
        if (isStdin == (file != null)) {
            commandLine.getErr().println("spendstream track: give either a FILE or --stdin");
            return CommandLine.ExitCode.USAGE;
        }
        Connection connection = isStdin ? connectionOptions.kafkaConnection() : null;
        if (connection != null) {
            return new EventLines(connection, commandLine.getErr()).send(System.in)
                    ? CommandLine.ExitCode.OK
                    : CommandLine.ExitCode.SOFTWARE;
        }
        return track(requireNonNull(file), commandLine.getOut(), commandLine.getErr());
    }

    private int track(Path response, PrintWriter out, PrintWriter err) throws Exception {
        ReadUsage read = responseOptions.read(response);
        Instant time = at == null ? Instant.now() : at;
        List<UsageEvent> events = read.toEvents(time, attributionOptions.toAttribution());
        if (events.isEmpty()) {
            err.println("nothing to track: the response is %s"
                    .formatted(read.status().wireName()));
            return CommandLine.ExitCode.OK;
        }
        Connection connection = connectionOptions.kafkaConnection();
        try (TokenTracker tracker = Trackers.open(connection)) {
            events.forEach(tracker::record);
            boolean isAcknowledged = Progress.on(err)
                    .during(
                            "sending to Kafka at " + connection.bootstrapServers(),
                            () -> tracker.flush(ACKNOWLEDGED_WITHIN));
            if (!isAcknowledged) {
                throw new IllegalStateException(
                        "Kafka at %s did not acknowledge within %d s; what was recorded is kept in %s and sent by the next spendstream track to it: start it, or correct --bootstrap-servers"
                                .formatted(
                                        connection.bootstrapServers(),
                                        ACKNOWLEDGED_WITHIN.toSeconds(),
                                        connection.journalDirectory()));
            }
        }
        for (UsageEvent event : events) {
            out.println("tracked %s  %s  %s  %s"
                    .formatted(
                            event.eventId(),
                            event.call().model(),
                            event.usageStatus().wireName(),
                            event.usage()));
        }
        return CommandLine.ExitCode.OK;
    }
}
