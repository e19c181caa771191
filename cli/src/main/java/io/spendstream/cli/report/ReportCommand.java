package io.spendstream.cli.report;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.DurationText;
import io.spendstream.cli.OutputFile;
import io.spendstream.cli.Terminal;
import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.progress.Progress;
import io.spendstream.sink.report.LedgerReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spendstream report}: what was spent. */
@Command(
        name = "report",
        description = {
            "Shows what was spent: today by task type, or any period by any one or two dimensions.",
            "On a terminal, headings are bold unless NO_COLOR is set, and a table that is too wide is shown compact."
        },
        footer = {
            "",
            "Examples:",
            "  spendstream report",
            "  spendstream report daily --breakdown",
            "  spendstream report monthly --where team=search -o search.csv --csv",
            "  spendstream report --since 7d --group-by team,model",
            "  spendstream report --since 2026-11-01 --until 2026-11-30 --group-by day \\",
            "      --timezone Asia/Kathmandu",
            "  spendstream report session --watch"
        },
        mixinStandardHelpOptions = true)
public final class ReportCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Mixin
    private ReportOptions options = new ReportOptions();

    @ArgGroup
    private @Nullable Form form;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to this file, which is replaced once all is written.")
    private @Nullable Path output;

    @Option(
            names = "--watch",
            arity = "0..1",
            paramLabel = "INTERVAL",
            fallbackValue = "2s",
            converter = DurationText.class,
            description = "Show it again and again, by default every 2s, until it is interrupted.")
    private @Nullable Duration watch;

    @Spec
    private @Nullable CommandSpec spec;

    /** In which form the report is printed. */
    static final class Form {
        @Option(names = "--json", description = "Print JSON.")
        private boolean isJson;

        @Option(names = "--csv", description = "Print CSV.")
        private boolean isCsv;

        @Option(names = "--compact", description = "Print a table with fewer columns.")
        private boolean isCompact;
    }

    @Override
    public Integer call() throws Exception {
        if (watch != null && (output != null || (form != null && !form.isCompact))) {
            throw new IllegalArgumentException("--watch shows a table; leave out --json, --csv and -o");
        }
        options.query(Instant.now()); // what is wrong with the question is said before anything is opened
        Connection connection = connectionOptions.connection();
        try (LedgerReader reader = connection.openLedger()) {
            if (watch != null) {
                Refresh.every(watch, out(), Terminal.current(), () -> text(reader, Terminal.current()));
            } else if (output == null) {
                out().print(text(reader, Terminal.current()));
                out().flush();
            } else {
                OutputFile.write(output, text(reader, Terminal.NONE));
                requireNonNull(spec).commandLine().getErr().println("wrote " + output);
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private PrintWriter out() {
        return requireNonNull(spec).commandLine().getOut();
    }

    private String text(LedgerReader reader, Terminal terminal) {
        ReportView view =
                options.view(Progress.on(requireNonNull(spec).commandLine().getErr())
                        .during("asking PostgreSQL what was spent", () -> reader.spend(options.query(Instant.now()))));
        var text = new StringWriter();
        var out = new PrintWriter(text);
        Ansi ansi = output != null
                ? Ansi.OFF
                : requireNonNull(spec).commandLine().getColorScheme().ansi();
        if (form == null) {
            ReportTable.print(out, view, terminal.width(), ansi);
        } else if (form.isJson) {
            ReportJson.print(out, view);
        } else if (form.isCsv) {
            ReportCsv.print(out, view);
        } else {
            ReportTable.printCompact(out, view, terminal.width(), ansi);
        }
        out.flush();
        return text.toString();
    }
}
