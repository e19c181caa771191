package io.spendstream.cli.report;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.DurationText;
import io.spendstream.cli.Terminal;
import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.progress.Progress;
import io.spendstream.sink.report.LedgerReader;
import io.spendstream.sink.report.SpendDimension;
import io.spendstream.sink.report.SpendQuery;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spendstream top}: what is being spent now. */
@Command(
        name = "top",
        description = "Shows who spends most now and today, again and again, until it is interrupted.",
        footer = {
            "",
            "Examples:",
            "  spendstream top",
            "  spendstream top --by agent --where team=search",
            "  spendstream top --by session --once"
        },
        mixinStandardHelpOptions = true)
public final class TopCommand implements Callable<Integer> {
    private static final Duration RECENT = Duration.ofMinutes(5);
    private static final int GROUPS_MAX = 100_000;

    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "team",
            description = "team, task_type, agent, project, model, provider or session (default: ${DEFAULT-VALUE}).")
    private String by = "team";

    @Option(
            names = "--where",
            paramLabel = "NAME=VALUE",
            split = ",",
            description = "Only lines with this value of a dimension; repeatable.")
    private Map<String, String> where = Map.of();

    @Option(
            names = "--timezone",
            paramLabel = "ZONE",
            defaultValue = "UTC",
            description = "Whose day is meant, an IANA name (default: ${DEFAULT-VALUE}).")
    private String timezone = "UTC";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many lines to show (default: ${DEFAULT-VALUE}).")
    private int limit = 20;

    @Option(
            names = "--interval",
            paramLabel = "INTERVAL",
            defaultValue = "2s",
            converter = DurationText.class,
            description = "How often (default: ${DEFAULT-VALUE}).")
    private Duration interval = Duration.ofSeconds(2);

    @Option(names = "--once", description = "Show it once and end.")
    private boolean isOnce;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        question(); // what is wrong with the question is said before anything is opened
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        try (LedgerReader reader = connectionOptions.connection().openLedger()) {
            if (isOnce) {
                out.print(page(reader));
                out.flush();
            } else {
                Refresh.every(interval, out, Terminal.current(), () -> page(reader));
            }
        }
        return CommandLine.ExitCode.OK;
    }

    /** What the page is made from. */
    private record Question(SpendQuery recent, SpendQuery today) {}

    private Question question() {
        if (limit < 1) {
            throw new IllegalArgumentException("--limit must be at least 1: " + limit);
        }
        ZoneId zone = ReportOptions.zone(timezone);
        SpendDimension dimension = ReportOptions.dimension("--by", by);
        if (dimension.isCalendar()) {
            throw new IllegalArgumentException("--by must not name a day, week or month: " + by);
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        LocalDate today = LocalDate.ofInstant(now, zone);
        Map<SpendDimension, String> filter = ReportOptions.filter(where);
        var recent = new SpendQuery(List.of(dimension), now.minus(RECENT), now, zone, filter, GROUPS_MAX);
        var ofToday = new SpendQuery(
                List.of(dimension),
                today.atStartOfDay(zone).toInstant(),
                today.plusDays(1).atStartOfDay(zone).toInstant(),
                zone,
                filter,
                GROUPS_MAX);
        return new Question(recent, ofToday);
    }

    private String page(LedgerReader reader) {
        Question question = question();
        Ansi ansi = requireNonNull(spec).commandLine().getColorScheme().ansi();
        return Progress.on(requireNonNull(spec).commandLine().getErr())
                .during(
                        "asking PostgreSQL what was spent",
                        () -> new TopPage(reader.spend(question.recent), reader.spend(question.today), limit))
                .text(Terminal.current().width(), ansi);
    }
}
