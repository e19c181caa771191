package io.spendstream.cli.report;

import static io.spendstream.cli.TableColumn.left;
import static io.spendstream.cli.TableColumn.right;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.ColumnData;
import io.spendstream.cli.Output;
import io.spendstream.sink.report.SpendDimension;
import io.spendstream.sink.report.SpendLine;
import io.spendstream.sink.report.SpendReport;
import io.spendstream.sink.report.SpendSums;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * A report as a table, JSON or CSV. Tables round the cost to six decimals, once, when it is shown; JSON and CSV have
 * every digit. Where no cost is known the table says so, JSON has null and CSV nothing: unknown is never zero.
 */
final class ReportForms {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final int COST_DECIMALS = 6;
    private static final String FORMULA_STARTS = "=+-@\t\r";

    private ReportForms() {}

    static void table(PrintWriter out, SpendReport report) {
        List<SpendLine> lines = new ArrayList<>(report.lines());
        int dimensions = report.query().by().size();
        lines.add(new SpendLine(totalLabels(dimensions), report.total()));
        List<ColumnData<SpendLine>> columns = new ArrayList<>();
        for (int i = 0; i < dimensions; i++) {
            int index = i;
            columns.add(left(report.query().by().get(i).wireName().replace('_', ' '))
                    .maxWidth(60)
                    .with(line -> Output.printable(line.values().get(index))));
        }
        columns.add(number("calls", SpendSums::calls));
        columns.add(number("prompt tokens", SpendSums::promptTokens));
        columns.add(number("completion tokens", SpendSums::completionTokens));
        columns.add(right("cost USD").with(line -> cost(line.sums())));
        if (report.total().unpricedCalls() > 0) {
            columns.add(number("unpriced calls", SpendSums::unpricedCalls));
        }
        out.println(AsciiTable.getTable(AsciiTable.NO_BORDERS, lines, columns));
        out.println();
        out.println(foot(report));
        if (report.total().unpricedCalls() > 0) {
            out.println(
                    "unpriced calls have no known cost and are missing from the cost above; spendstream doctor names them");
        }
    }

    private static List<String> totalLabels(int dimensions) {
        List<String> labels = new ArrayList<>(Collections.nCopies(dimensions, ""));
        if (dimensions > 0) {
            labels.set(0, "total");
        }
        return labels;
    }

    /** Returns whether no cost of any call is known, so that the sum, which is zero, would say something else. */
    private static boolean isUnknown(SpendSums sums) {
        return sums.calls() > 0 && sums.unpricedCalls() == sums.calls();
    }

    private static String cost(SpendSums sums) {
        return isUnknown(sums)
                ? "unknown"
                : String.format(Locale.ROOT, "%,.6f", sums.costExact().setScale(COST_DECIMALS, RoundingMode.HALF_UP));
    }

    private static ColumnData<SpendLine> number(String header, Function<SpendSums, Long> value) {
        return right(header).with(line -> String.format(Locale.ROOT, "%,d", value.apply(line.sums())));
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

    static void json(PrintWriter out, SpendReport report) {
        ObjectNode node = Output.object();
        node.put("since", report.query().since().toString());
        node.put("until", report.query().until().toString());
        node.put("timezone", report.query().zone().getId());
        ArrayNode by = node.putArray("group_by");
        report.query().by().forEach(dimension -> by.add(dimension.wireName()));
        ArrayNode versions = node.putArray("book_versions");
        report.bookVersions().forEach(versions::add);
        node.put("as_of", report.freshness().asOf().toString());
        Instant recordedAt = report.freshness().recordedAt();
        node.put("complete_to", recordedAt == null ? null : recordedAt.toString());
        ArrayNode lines = node.putArray("lines");
        for (SpendLine line : report.lines()) {
            ObjectNode object = lines.addObject();
            List<SpendDimension> dimensions = report.query().by();
            for (int i = 0; i < dimensions.size(); i++) {
                object.put(dimensions.get(i).wireName(), line.values().get(i));
            }
            putSums(object, line.sums());
        }
        putSums(node.putObject("total"), report.total());
        out.println(Output.json(node));
    }

    private static void putSums(ObjectNode node, SpendSums sums) {
        node.put("calls", sums.calls());
        node.put("prompt_tokens", sums.promptTokens());
        node.put("completion_tokens", sums.completionTokens());
        node.put("cache_read_tokens", sums.cacheReadTokens());
        node.put("cache_write_tokens", sums.cacheWriteTokens());
        node.put("reasoning_tokens", sums.reasoningTokens());
        BigDecimal cost = isUnknown(sums) ? null : sums.costExact();
        node.put("cost_exact", cost == null ? null : cost.toPlainString());
        node.put(
                "cost",
                cost == null
                        ? null
                        : cost.setScale(COST_DECIMALS, RoundingMode.HALF_UP).toPlainString());
        node.put("unpriced_calls", sums.unpricedCalls());
    }

    static void csv(PrintWriter out, SpendReport report) {
        List<String> header = new ArrayList<>();
        report.query().by().forEach(dimension -> header.add(dimension.wireName()));
        header.addAll(List.of(
                "calls",
                "prompt_tokens",
                "completion_tokens",
                "cache_read_tokens",
                "cache_write_tokens",
                "reasoning_tokens",
                "cost_exact",
                "unpriced_calls"));
        out.println(String.join(",", header));
        report.lines().forEach(line -> out.println(csvLine(line)));
        out.println(csvLine(new SpendLine(totalLabels(report.query().by().size()), report.total())));
    }

    private static String csvLine(SpendLine line) {
        SpendSums sums = line.sums();
        List<String> cells = new ArrayList<>();
        line.values().forEach(value -> cells.add(csvText(value)));
        for (long number : new long[] {
            sums.calls(),
            sums.promptTokens(),
            sums.completionTokens(),
            sums.cacheReadTokens(),
            sums.cacheWriteTokens(),
            sums.reasoningTokens()
        }) {
            cells.add(String.valueOf(number));
        }
        cells.add(isUnknown(sums) ? "" : sums.costExact().toPlainString());
        cells.add(String.valueOf(sums.unpricedCalls()));
        return String.join(",", cells);
    }

    /** Quotes {@code text} as RFC 4180 says; a text that a spreadsheet would run as a formula is kept from that. */
    private static String csvText(String value) {
        String text = Output.printable(value);
        boolean isFormula = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
        String safe = isFormula ? "'" + text : text;
        return safe.matches("[^\",\r\n]*") ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
