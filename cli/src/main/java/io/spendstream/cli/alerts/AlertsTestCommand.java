package io.spendstream.cli.alerts;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.Output;
import io.spendstream.cli.progress.Progress;
import io.spendstream.contract.AlertSeverity;
import io.spendstream.contract.AlertState;
import io.spendstream.contract.settings.SettingNames;
import io.spendstream.notifier.NotifierConfig;
import io.spendstream.notifier.channel.Channel;
import io.spendstream.notifier.channel.Notice;
import io.spendstream.notifier.channel.TestAlert;
import io.spendstream.notifier.file.ChannelsFile;
import io.spendstream.notifier.http.AddressGuard;
import io.spendstream.notifier.http.AddressRange;
import io.spendstream.notifier.http.Poster;
import io.spendstream.notifier.http.Reply;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spendstream alerts test}: sends a test alert to one channel and shows the receiver's answer. */
@Command(
        name = "test",
        description = {
            "Sends an alert that says it is a test to one channel, whatever its route, and shows the receiver's answer.",
            "Needs no broker. Ends with 0 if the receiver took it."
        },
        footer = {
            "",
            "Examples:",
            "  spendstream alerts test --channel slack",
            "  spendstream alerts test --channel on-call --severity critical --resolve"
        },
        mixinStandardHelpOptions = true)
final class AlertsTestCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final String DEFAULT_FILE = "channels.yaml";

    @Option(names = "--channel", paramLabel = "NAME", required = true, description = "The channel, by its name.")
    private String name = "";

    @Option(
            names = "--channels",
            paramLabel = "FILE",
            description =
                    "The file that names the channels (default: SPENDSTREAM_CHANNELS_FILE, or else channels.yaml).")
    private @Nullable Path file;

    @Option(
            names = "--allow",
            paramLabel = "ADDRESS",
            split = ",",
            description = "A private address or range that may be connected to, such as 10.1.0.0/16; repeatable"
                    + " (default: SPENDSTREAM_ALLOWED_ADDRESSES).")
    private List<String> allowed = List.of();

    @Option(
            names = "--severity",
            paramLabel = "SEVERITY",
            defaultValue = "warning",
            description = "info, warning or critical (default: ${DEFAULT-VALUE}).")
    private String severity = "warning";

    @Option(names = "--resolve", description = "Send that it is resolved, too, right after it.")
    private boolean isResolving;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        AlertSeverity urgency = AlertSeverity.of(severity)
                .orElseThrow(() ->
                        new IllegalArgumentException("--severity must be info, warning or critical: " + severity));
        var guard = new AddressGuard(ranges());
        Channel channel = find(ChannelsFile.read(fileOrDefault(), guard));
        InstantSource clock = InstantSource.system();
        Instant now = clock.instant();
        try (Poster poster = Poster.open(guard, TIMEOUT, clock)) {
            boolean isTaken = send(channel, poster, Notice.of(TestAlert.of(urgency, AlertState.FIRING, now)));
            if (isTaken && isResolving) {
                isTaken = send(channel, poster, Notice.of(TestAlert.of(urgency, AlertState.RESOLVED, now)));
            }
            return isTaken ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private List<AddressRange> ranges() {
        List<String> ranges = allowed;
        if (ranges.isEmpty()) {
            ranges = fromEnvironment(NotifierConfig.ALLOWED_ADDRESSES)
                    .map(text -> Arrays.asList(text.split(",", -1)))
                    .orElse(List.of());
        }
        return ranges.stream().map(String::strip).map(AddressRange::parse).toList();
    }

    private Path fileOrDefault() {
        if (file != null) {
            return file;
        }
        return Path.of(fromEnvironment(NotifierConfig.CHANNELS_FILE).orElse(DEFAULT_FILE));
    }

    private static Optional<String> fromEnvironment(String key) {
        return Optional.ofNullable(System.getenv(SettingNames.variableOf(key)));
    }

    private Channel find(List<Channel> channels) {
        return channels.stream()
                .filter(channel -> channel.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--channel must be one of %s: %s"
                        .formatted(channels.stream().map(Channel::name).collect(Collectors.joining(", ")), name)));
    }

    private boolean send(Channel channel, Poster poster, Notice notice) {
        CommandLine commandLine = requireNonNull(spec).commandLine();
        PrintWriter out = commandLine.getOut();
        out.println("%s -> %s: %s".formatted(channel.name(), channel.target(), notice.message()));
        out.flush();
        try {
            Reply reply = Progress.on(commandLine.getErr())
                    .during(
                            "waiting for the answer of " + channel.target(),
                            () -> channel.send(
                                    notice, poster, InstantSource.system().instant()));
            String said = Output.printable(reply.excerpt().strip().replaceAll("\\R+", " "));
            out.println("answered %d %s".formatted(reply.status(), said).strip());
            return reply.isAccepted();
        } catch (IOException e) {
            out.println("no answer: %s; check the address, that it may be connected to (--allow), and that it is up"
                    .formatted(Output.printable(String.valueOf(e.getMessage()))));
            return false;
        }
    }
}
