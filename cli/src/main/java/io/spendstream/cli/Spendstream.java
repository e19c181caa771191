package io.spendstream.cli;

import io.spendstream.cli.alerts.AlertsCommand;
import io.spendstream.cli.aside.SetAsideCommand;
import io.spendstream.cli.budgets.BudgetsCommand;
import io.spendstream.cli.doctor.DoctorCommand;
import io.spendstream.cli.letters.DeadLettersCommand;
import io.spendstream.cli.letters.JournalCommand;
import io.spendstream.cli.measure.MeasureCommand;
import io.spendstream.cli.prices.PriceCommand;
import io.spendstream.cli.prices.PricesCommand;
import io.spendstream.cli.process.ProcessCommand;
import io.spendstream.cli.process.RunningProcesses;
import io.spendstream.cli.rebuild.ReplayCommand;
import io.spendstream.cli.reconcile.ReconcileCommand;
import io.spendstream.cli.report.ReportCommand;
import io.spendstream.cli.report.TopCommand;
import io.spendstream.cli.up.UpCommand;
import io.spendstream.cli.usage.TrackCommand;
import io.spendstream.cli.usage.UsageCommand;
import io.spendstream.cli.verify.VerifyCommand;
import io.spendstream.console.ConsoleConfig;
import io.spendstream.notifier.NotifierConfig;
import io.spendstream.producer.TokenTrackerConfig;
import io.spendstream.producer.guard.GuardConfig;
import io.spendstream.sink.SinkConfig;
import io.spendstream.stream.StreamProcessorConfig;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program. */
@Command(
        name = "spendstream",
        description = "Exact, real-time cost accounting for AI agents, on Kafka.",
        footer = {
            "",
            "Start here:",
            "  spendstream up --demo          everything in one process, with traffic",
            "  spendstream verify             checks the whole path",
            "  spendstream report             what was spent today",
            "  spendstream COMMAND --help     flags and examples of a command"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Spendstream {
    private static final String LOG_LEVEL = "SPENDSTREAM_LOG";
    private static final Set<String> PROCESSES = Set.of("stream-processor", "sink", "notifier", "console");

    /** The settings of every process. */
    static final List<ConfigDef> PROCESS_SETTINGS = List.of(
            StreamProcessorConfig.definition(),
            SinkConfig.definition(),
            NotifierConfig.definition(),
            ConsoleConfig.definition());

    private Spendstream() {}

    /** Runs the command that {@code args} name and ends with its exit code: 0 done, 1 failed, 2 wrong usage. */
    public static void main(String[] args) {
        // Numbers read the same everywhere; some locales would even write them in digits of their own.
        Locale.setDefault(Locale.ROOT);
        quieten(args);
        System.exit(commandLine().execute(args));
    }

    /** Lets only warnings through to the terminal, unless a process runs whose log is read by machines. */
    private static void quieten(String[] args) {
        boolean isProcess = args.length > 0 && PROCESSES.contains(args[0]);
        if (!isProcess && System.getenv(LOG_LEVEL) == null) {
            System.setProperty(LOG_LEVEL, "WARN");
        }
    }

    /** Returns the program, ready to run. */
    public static CommandLine commandLine() {
        CommandLine program = new CommandLine(new Spendstream())
                .addSubcommand(new UpCommand())
                .addSubcommand(new VerifyCommand())
                .addSubcommand(new ReportCommand())
                .addSubcommand(new TopCommand())
                .addSubcommand(new ReconcileCommand())
                .addSubcommand(new ReplayCommand())
                .addSubcommand(new DoctorCommand())
                .addSubcommand(new TrackCommand())
                .addSubcommand(new UsageCommand())
                .addSubcommand(PriceCommand.create())
                .addSubcommand(new PricesCommand())
                .addSubcommand(new BudgetsCommand())
                .addSubcommand(new DeadLettersCommand())
                .addSubcommand(new JournalCommand())
                .addSubcommand(new SetAsideCommand())
                .addSubcommand(new AlertsCommand())
                .addSubcommand(new MeasureCommand())
                .addSubcommand(ProcessCommand.create(
                        "stream-processor",
                        "Runs the stream processor: de-duplicates, prices and totals usage events.",
                        StreamProcessorConfig.definition(),
                        keysOf(PROCESS_SETTINGS),
                        RunningProcesses::streamProcessor))
                .addSubcommand(ProcessCommand.create(
                        "sink",
                        "Runs the sink: writes the ledger into PostgreSQL, exactly once.",
                        SinkConfig.definition(),
                        keysOf(PROCESS_SETTINGS),
                        RunningProcesses::sink))
                .addSubcommand(ProcessCommand.create(
                        "notifier",
                        "Runs the notifier: tells people about budget alerts.",
                        NotifierConfig.definition(),
                        keysOf(PROCESS_SETTINGS),
                        RunningProcesses::notifier))
                .addSubcommand(ProcessCommand.create(
                        "console",
                        "Runs the console: the live page and the report API.",
                        ConsoleConfig.definition(),
                        keysOf(PROCESS_SETTINGS),
                        RunningProcesses::console));
        var messages = new ExceptionMessages();
        return program.setExecutionExceptionHandler(messages)
                .setParameterExceptionHandler(messages)
                .setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false);
    }

    /** Returns the keys that the environment may have for {@code processes}, for agents or for the program itself. */
    static Set<String> keysOf(List<ConfigDef> processes) {
        Set<String> keys = new TreeSet<>();
        processes.forEach(process -> keys.addAll(process.names()));
        keys.addAll(TokenTrackerConfig.definition().names());
        keys.addAll(GuardConfig.definition().names());
        keys.addAll(List.of("build", "debug", "failpoint", "java.opts", "log", "metrics.url"));
        return keys;
    }
}
