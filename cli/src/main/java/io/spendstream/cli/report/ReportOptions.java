package io.spendstream.cli.report;

import static java.util.Objects.requireNonNullElse;

import io.spendstream.sink.report.SpendDimension;
import io.spendstream.sink.report.SpendQuery;
import io.spendstream.sink.report.SpendReport;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a report is asked about. */
final class ReportOptions {
    private static final int LIMIT_MAX = 1_000_000;
    private static final int PARTS_MAX = 1_000_000;
    private static final List<String> BY_DEFAULT = List.of("task_type");

    @Parameters(
            arity = "0..1",
            paramLabel = "KIND",
            description = "daily (the last 30 days), weekly (12 weeks), monthly (12 months) or session (today).")
    private @Nullable ReportKind kind;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "The first day (2026-11-21) or moment (RFC 3339) that counts, or how long ago (24h, 7d);"
                    + " default: today, or what KIND says.")
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
            description = "One or two of team, task_type, agent, project, model, provider, session, day, week, month"
                    + " (default: task_type, or what KIND says).")
    private @Nullable List<String> groupBy;

    @Option(names = "--breakdown", description = "Show what each group consists of, by model.")
    private boolean isBrokenDown;

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
            names = "--order",
            paramLabel = "asc|desc",
            description = "Which group comes first; default: the earliest day, week or month, else the most expensive.")
    private @Nullable ReportOrder order;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many groups to show, the latest or the most expensive; the total is over all (default:"
                    + " ${DEFAULT-VALUE}).")
    private int limit = 1000;

    /** Returns the question, as of {@code now}. */
    SpendQuery query(Instant now) {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("--limit must be 1 to %,d: %d".formatted(LIMIT_MAX, limit));
        }
        ZoneId zone = zone(timezone);
        LocalDate today = LocalDate.ofInstant(now, zone);
        Period period = Period.of(since, until, kind == null ? today : kind.firstDay(today), zone, now);
        return new SpendQuery(
                by(), period.since(), period.until(), zone, filter(where), isBrokenDown ? PARTS_MAX : limit + 1);
    }

    private List<SpendDimension> by() {
        if (kind != null && groupBy != null) {
            throw new IllegalArgumentException("KIND says what to group by, and so does --group-by: give one of them");
        }
        List<SpendDimension> by = kind != null
                ? List.of(kind.by())
                : requireNonNullElse(groupBy, BY_DEFAULT).stream()
                        .map(name -> dimension("--group-by", name))
                        .toList();
        if (!isBrokenDown) {
            return by;
        }
        if (by.size() > 1 || by.contains(SpendDimension.MODEL)) {
            throw new IllegalArgumentException(
                    "--breakdown goes with one dimension, which is not the model: --group-by "
                            + by.stream().map(SpendDimension::wireName).collect(Collectors.joining(",")));
        }
        List<SpendDimension> withModel = new ArrayList<>(by);
        withModel.add(SpendDimension.MODEL);
        return withModel;
    }

    /** Returns what of {@code report}, the answer to {@link #query}, is shown. */
    ReportView view(SpendReport report) {
        if (isBrokenDown && report.lines().size() == PARTS_MAX) {
            throw new IllegalArgumentException(
                    "--breakdown would show more than %,d lines; say less with --since, --until or --where"
                            .formatted(PARTS_MAX));
        }
        ReportView view = isBrokenDown ? ReportView.brokenDown(report, limit) : ReportView.plain(report, limit);
        boolean isAscending = view.by().get(0).isCalendar();
        return order == null || (order == ReportOrder.ASC) == isAscending ? view : view.reversed();
    }

    /** Returns what {@code --where} says. */
    static Map<SpendDimension, String> filter(Map<String, String> where) {
        Map<SpendDimension, String> filter = new EnumMap<>(SpendDimension.class);
        where.forEach((name, value) -> filter.put(dimension("--where", name), value));
        return filter;
    }

    static ZoneId zone(String timezone) {
        try {
            return ZoneId.of(timezone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("--timezone must be an IANA name such as Europe/Berlin: " + timezone);
        }
    }

    static SpendDimension dimension(String flag, String name) {
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
