package io.spendstream.cli.report;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.instance.Connection;
import io.spendstream.cli.instance.ConnectionOptions;
import io.spendstream.sink.report.LedgerReader;
import io.spendstream.sink.report.SpendDimension;
import io.spendstream.sink.report.SpendQuery;
import io.spendstream.sink.report.SpendReport;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spendstream report}: what was spent. */
@Command(
        name = "report",
        description = "Shows what was spent: today by task type, or any period by any one or two dimensions.",
        footer = {
            "",
            "Examples:",
            "  spendstream report",
            "  spendstream report --since 7d --group-by team,model",
            "  spendstream report --since 2026-11-01 --until 2026-11-30 --group-by day \\",
            "      --timezone Asia/Kathmandu",
            "  spendstream report --group-by session --where team=search --csv"
        },
        mixinStandardHelpOptions = true)
public final class ReportCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "The first day (2026-11-21) or moment (RFC 3339) that counts, or how long ago (24h, 7d);"
                    + " default: today.")
    private @Nullable String since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "The last day that counts, or the first moment that no longer counts; default: today.")
    private @Nullable String until;

    @Option(
            names = "--group-by",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "task_type",
            description = "One or two of team, task_type, agent, project, model, provider, session, day (default:"
                    + " ${DEFAULT-VALUE}).")
    private List<String> groupBy = List.of("task_type");

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
            description = "Whose days are meant, an IANA name (default: ${DEFAULT-VALUE}).")
    private String timezone = "UTC";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many groups to show; the total is over all (default: ${DEFAULT-VALUE}).")
    private int limit = 1000;

    @ArgGroup
    private @Nullable Form form;

    @Spec
    private @Nullable CommandSpec spec;

    /** In which form the report is printed. */
    static final class Form {
        @Option(names = "--json", description = "Print JSON.")
        private boolean isJson;

        @Option(names = "--csv", description = "Print CSV.")
        private boolean isCsv;
    }

    @Override
    public Integer call() throws Exception {
        ZoneId zone = zone();
        Period period = Period.of(since, until, zone, Instant.now());
        Map<SpendDimension, String> filter = new EnumMap<>(SpendDimension.class);
        where.forEach((name, value) -> filter.put(dimension("--where", name), value));
        List<SpendDimension> by =
                groupBy.stream().map(name -> dimension("--group-by", name)).toList();
        var query = new SpendQuery(by, period.since(), period.until(), zone, filter, limit);
        Connection connection = connectionOptions.connection();
        SpendReport report;
        try (LedgerReader reader = connection.openLedger()) {
            report = reader.spend(query);
        }
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        if (form != null && form.isJson) {
            ReportForms.json(out, report);
        } else if (form != null && form.isCsv) {
            ReportForms.csv(out, report);
        } else {
            ReportForms.table(out, report);
        }
        return CommandLine.ExitCode.OK;
    }

    private ZoneId zone() {
        try {
            return ZoneId.of(timezone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("--timezone must be an IANA name such as Europe/Berlin: " + timezone);
        }
    }

    private static SpendDimension dimension(String flag, String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(SpendDimension.values())
                .filter(dimension -> dimension.wireName().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s must name one of %s: %s"
                        .formatted(
                                flag,
                                Arrays.stream(SpendDimension.values())
                                        .map(SpendDimension::wireName)
                                        .collect(Collectors.joining(", ")),
                                name)));
    }
}
