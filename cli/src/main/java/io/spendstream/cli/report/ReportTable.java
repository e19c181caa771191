package io.spendstream.cli.report;

import static io.spendstream.cli.TableColumn.left;
import static io.spendstream.cli.TableColumn.right;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.ColumnData;
import io.spendstream.cli.Output;
import io.spendstream.sink.report.SpendLine;
import io.spendstream.sink.report.SpendReport;
import io.spendstream.sink.report.SpendSums;
import java.io.PrintWriter;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * A report as a table for people. Costs are rounded to six decimals, once, when they are shown; where no cost is known
 * the table says so: unknown is never zero.
 */
final class ReportTable {
    /** What stands in the place of a cost that is not known. */
    static final String UNKNOWN = "unknown";

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final int COST_DECIMALS = 6;
    private static final int NAME_WIDTH_MAX = 60;
    private static final int COMPACT_NAME_WIDTH_MIN = 24;
    private static final int COLUMN_MARGINS = 2;
    private static final String PART = "└ ";

    private final ReportView view;
    private final Ansi ansi;

    private ReportTable(ReportView view, Ansi ansi) {
        this.view = view;
        this.ansi = ansi;
    }

    /** Prints {@code view}; if it is wider than {@code width}, in its compact form. */
    static void print(PrintWriter out, ReportView view, int width, Ansi ansi) {
        var table = new ReportTable(view, ansi);
        String full = table.full();
        boolean fits = width(full) <= width;
        table.print(out, fits ? full : table.compact(width));
    }

    /** Prints {@code view} with fewer columns, and names broken where they would not fit into {@code width}. */
    static void printCompact(PrintWriter out, ReportView view, int width, Ansi ansi) {
        var table = new ReportTable(view, ansi);
        table.print(out, table.compact(width));
    }

    private void print(PrintWriter out, String table) {
        List<String> lines = table.lines().toList();
        int last = lines.size() - 1;
        for (int i = 0; i <= last; i++) {
            out.println(i == 0 || i == last ? styled(lines.get(i), Style.bold) : lines.get(i));
        }
        SpendReport report = view.report();
        out.println();
        out.println(styled(foot(report), Style.faint));
        if (report.total().unpricedCalls() > 0) {
            out.println(styled(
                    "unpriced calls have no known cost and are missing from the cost above; spendstream doctor names"
                            + " them",
                    Style.fg_yellow));
        }
        if (view.isTruncated()) {
            out.println(styled(
                    "there are more groups than these %,d, and the total is over all; --limit shows more"
                            .formatted(view.groups().size()),
                    Style.fg_yellow));
        }
    }

    private String full() {
        List<ColumnData<SpendLine>> columns = names(NAME_WIDTH_MAX);
        columns.add(number("calls", SpendSums::calls));
        columns.add(number("prompt tokens", SpendSums::promptTokens));
        columns.add(number("completion tokens", SpendSums::completionTokens));
        return table(columns, "unpriced calls");
    }

    private String compact(int width) {
        String widest = compactWithNames(NAME_WIDTH_MAX);
        int over = width(widest) - width;
        return over <= 0 || view.by().isEmpty() ? widest : compactWithNames(nameWidthWithout(over));
    }

    /** Returns how wide names may be to save {@code over} characters: the longer column gives way first. */
    private int nameWidthWithout(int over) {
        List<Integer> longestFirst = IntStream.range(0, view.by().size())
                .mapToObj(this::nameWidth)
                .sorted(Comparator.reverseOrder())
                .toList();
        int first = longestFirst.get(0);
        int second = longestFirst.size() == 1 ? 0 : longestFirst.get(1);
        int alone = first - over;
        return Math.max(COMPACT_NAME_WIDTH_MIN, alone >= second ? alone : (first + second - over) / 2);
    }

    /** Returns how wide the column is, with a space on each side, where nothing makes it narrower. */
    private int nameWidth(int column) {
        int longest = lines().stream()
                .mapToInt(line -> Output.printable(line.values().get(column)).length())
                .max()
                .orElse(0);
        return Math.min(longest + COLUMN_MARGINS, NAME_WIDTH_MAX);
    }

    private String compactWithNames(int widthMax) {
        List<ColumnData<SpendLine>> columns = names(widthMax);
        columns.add(number("tokens", sums -> sums.promptTokens() + sums.completionTokens()));
        return table(columns, "unpriced");
    }

    private static int width(String table) {
        return table.lines().mapToInt(String::length).max().orElse(0);
    }

    private String table(List<ColumnData<SpendLine>> columns, String unpriced) {
        columns.add(right("cost USD").with(line -> cost(line.sums())));
        if (view.report().total().unpricedCalls() > 0) {
            columns.add(number(unpriced, SpendSums::unpricedCalls));
        }
        return AsciiTable.getTable(AsciiTable.NO_BORDERS, lines(), columns);
    }

    private List<ColumnData<SpendLine>> names(int widthMax) {
        List<ColumnData<SpendLine>> columns = new ArrayList<>();
        for (int i = 0; i < view.by().size(); i++) {
            int index = i;
            columns.add(left(view.by().get(i).wireName().replace('_', ' '))
                    .maxWidth(widthMax)
                    .with(line -> Output.printable(line.values().get(index))));
        }
        return columns;
    }

    private List<SpendLine> lines() {
        List<SpendLine> lines = new ArrayList<>();
        for (ReportView.Group group : view.groups()) {
            lines.add(group.line());
            group.parts()
                    .forEach(part -> lines.add(labelled(PART + part.values().get(0), part.sums())));
        }
        lines.add(labelled("total", view.report().total()));
        return lines;
    }

    private SpendLine labelled(String label, SpendSums sums) {
        List<String> labels = new ArrayList<>(Collections.nCopies(view.by().size(), ""));
        if (!labels.isEmpty()) {
            labels.set(0, label);
        }
        return new SpendLine(labels, sums);
    }

    private static ColumnData<SpendLine> number(String header, ToLongFunction<SpendSums> value) {
        return right(header).with(line -> String.format(Locale.ROOT, "%,d", value.applyAsLong(line.sums())));
    }

    /** Returns the cost as people read it. */
    static String cost(SpendSums sums) {
        return sums.knownCost().isEmpty()
                ? UNKNOWN
                : String.format(Locale.ROOT, "%,.6f", sums.costExact().setScale(COST_DECIMALS, RoundingMode.HALF_UP));
    }

    private String styled(String text, Style style) {
        return styled(ansi, text, style);
    }

    static String styled(Ansi ansi, String text, Style style) {
        return ansi.enabled() ? style.on() + text + Style.reset.on() : text;
    }

    private static String foot(SpendReport report) {
        ZoneId zone = report.query().zone();
        Instant fresh = report.freshness().recordedAt();
        return "%s to %s, %s; price book %s; complete to %s"
                .formatted(
                        MOMENT.format(report.query().since().atZone(zone)),
                        MOMENT.format(report.query().until().atZone(zone)),
                        zone,
                        report.bookVersions().isEmpty() ? "none used" : String.join(", ", report.bookVersions()),
                        fresh == null ? "nothing yet" : fresh.truncatedTo(ChronoUnit.MILLIS));
    }
}
