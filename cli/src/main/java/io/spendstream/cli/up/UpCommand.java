package io.spendstream.cli.up;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.DurationText;
import io.spendstream.cli.Version;
import io.spendstream.cli.connection.Trackers;
import io.spendstream.cli.demo.Fleet;
import io.spendstream.cli.instance.Instance;
import io.spendstream.cli.instance.InstanceOptions;
import io.spendstream.cli.instance.Port;
import io.spendstream.cli.progress.Progress;
import io.spendstream.embedded.FileTree;
import io.spendstream.notifier.NotifierConfig;
import io.spendstream.producer.TokenTracker;
import io.spendstream.stream.StreamProcessorConfig;
import io.spendstream.stream.topology.MeteringSettings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code spendstream up}: everything in one process. */
@Command(
        name = "up",
        description = "Starts everything in one process: Kafka, PostgreSQL, stream processor, sink, page, metrics.",
        footer = {
            "",
            "Examples:",
            "  spendstream up --demo                 with a small simulated fleet",
            "  spendstream up --ephemeral --for 60s  forget the data, stop after a minute",
            "  spendstream up --kafka-port 0         on a free port"
        },
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
    private static final Duration SETTLE_WITHIN = Duration.ofSeconds(30);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(60);

    @Option(names = "--demo", description = "Send the traffic of a small simulated fleet.")
    private boolean isDemo;

    @Option(
            names = "--demo-rate",
            paramLabel = "N",
            defaultValue = "10",
            description = "Its calls per second (default: ${DEFAULT-VALUE}).")
    private int demoRate = 10;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Where everything is kept (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("data");

    @Option(names = "--ephemeral", description = "Keep nothing: use a temporary folder and remove it at the end.")
    private boolean isEphemeral;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "Stop by itself after this time, such as 60s.")
    private @Nullable Duration runFor;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "The broker's port; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int kafkaPort = 9092;

    @Option(
            names = "--postgres-port",
            paramLabel = "PORT",
            defaultValue = "5433",
            description = "The database's port; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int postgresPort = 5433;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            defaultValue = "9464",
            description = "The port of /metrics; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int metricsPort = 9464;

    @Option(
            names = "--console-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "The port of the page and the report API; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int consolePort = 8080;

    @Option(
            names = "--price-book",
            paramLabel = "FILE",
            description = "The price book to begin with (default: the bundled one). One that was put in force with"
                    + " spendstream prices apply takes its place.")
    private @Nullable Path priceBook;

    @Option(
            names = "--daily-budget",
            paramLabel = "USD",
            defaultValue = MeteringSettings.DEFAULT_DAILY_LIMIT_USD,
            description = "The global daily budget (default: ${DEFAULT-VALUE}).")
    private String dailyBudget = MeteringSettings.DEFAULT_DAILY_LIMIT_USD;

    @Option(
            names = "--stream-processor",
            paramLabel = "KEY=VALUE",
            description = "Any key of spendstream stream-processor --help; repeatable.")
    private Map<String, String> streamProcessor = new TreeMap<>();

    @Option(names = "--sink", paramLabel = "KEY=VALUE", description = "Any key of spendstream sink --help; repeatable.")
    private Map<String, String> sink = new TreeMap<>();

    @Option(
            names = "--channels",
            paramLabel = "FILE",
            description = "The file that says who is told about budget alerts (default: nobody but the log).")
    private @Nullable Path channels;

    @Option(
            names = "--notifier",
            paramLabel = "KEY=VALUE",
            description = "Any key of spendstream notifier --help; repeatable.")
    private Map<String, String> notifier = new TreeMap<>();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        CommandLine commandLine = requireNonNull(spec).commandLine();
        PrintWriter out = commandLine.getOut();
        var progress = Progress.on(commandLine.getErr());
        Path directory = isEphemeral ? Files.createTempDirectory("spendstream-") : data.toAbsolutePath();
        var stop = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitStop(stop, stopped), "shutdown"));
        try {
            return run(options(commandLine.getParseResult(), directory), progress, out, stop);
        } finally {
            if (isEphemeral) {
                FileTree.delete(directory);
            }
            stopped.countDown();
        }
    }

    private int run(InstanceOptions options, Progress progress, PrintWriter out, CountDownLatch stop) throws Exception {
        progress.say("spendstream %s starts".formatted(Version.current()));
        long startedAt = System.nanoTime();
        try (Instance instance = Instance.start(options, progress)) {
            Banner.print(out, instance, Duration.ofNanos(System.nanoTime() - startedAt), isEphemeral);
            boolean isHealthy = isDemo ? demo(instance, out, stop) : watch(instance, out, stop);
            progress.say("stopping");
            return isHealthy ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private boolean demo(Instance instance, PrintWriter out, CountDownLatch stop) throws Exception {
        try (var settlement = new Settlement(instance.connection());
                TokenTracker tracker = Trackers.open(instance.connection());
                var fleet = new Fleet(tracker, demoRate, System.nanoTime())) {
            boolean isHealthy = watch(instance, out, stop);
            fleet.stop();
            boolean isAcknowledged = tracker.flush(SETTLE_WITHIN);
            boolean isSettled = isAcknowledged && settlement.await(fleet.recorded(), SETTLE_WITHIN);
            out.println("  " + settlement.describe(fleet.recorded()));
            return isHealthy && isSettled;
        }
    }

    private boolean watch(Instance instance, PrintWriter out, CountDownLatch stop) throws InterruptedException {
        long end = runFor == null ? Long.MAX_VALUE : System.nanoTime() + runFor.toNanos();
        try (var line = new LiveLine(instance.metricsUrl(), out)) {
            while (instance.isAlive()
                    && System.nanoTime() < end
                    && !stop.await(LiveLine.INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                line.print();
            }
        }
        return instance.isAlive();
    }

    private InstanceOptions options(ParseResult parsed, Path directory) {
        Map<String, String> processor = new TreeMap<>(streamProcessor);
        processor.putIfAbsent(StreamProcessorConfig.BUDGET_DAILY_LIMIT_USD, dailyBudget);
        return new InstanceOptions(
                directory,
                new Port("--kafka-port", kafkaPort, parsed.hasMatchedOption("--kafka-port")),
                new Port("--postgres-port", postgresPort, parsed.hasMatchedOption("--postgres-port")),
                new Port("--metrics-port", metricsPort, parsed.hasMatchedOption("--metrics-port")),
                new Port("--console-port", consolePort, parsed.hasMatchedOption("--console-port")),
                Optional.ofNullable(priceBook),
                processor,
                sink,
                notifierSettings());
    }

    private Map<String, String> notifierSettings() {
        Map<String, String> settings = new TreeMap<>(notifier);
        if (channels != null) {
            settings.put(NotifierConfig.CHANNELS_FILE, channels.toString());
        }
        if (!settings.isEmpty() && !settings.containsKey(NotifierConfig.CHANNELS_FILE)) {
            throw new IllegalArgumentException("--notifier needs --channels: without a file of channels none runs");
        }
        return settings;
    }

    private static void awaitStop(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            stopped.await(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
