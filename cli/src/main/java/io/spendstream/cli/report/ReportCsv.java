package io.spendstream.cli.report;

import io.spendstream.cli.Output;
import io.spendstream.sink.report.SpendSums;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * A report as CSV, with every digit of the cost, and nothing where no cost is known. A report that is broken down has a
 * line for each part, so that each call is in one line.
 */
final class ReportCsv {
    private static final String FORMULA_STARTS = "=+-@\t\r";
    private static final List<String> SUMS = List.of(
            "calls",
            "prompt_tokens",
            "completion_tokens",
            "cache_read_tokens",
            "cache_write_tokens",
            "reasoning_tokens",
            "cost_exact",
            "unpriced_calls");

    private ReportCsv() {}

    static void print(PrintWriter out, ReportView view) {
        List<String> header = new ArrayList<>();
        Stream.concat(view.by().stream(), view.parts().stream()).forEach(dimension -> header.add(dimension.wireName()));
        int dimensions = header.size();
        header.addAll(SUMS);
        out.println(String.join(",", header));
        for (ReportView.Group group : view.groups()) {
            if (view.parts().isEmpty()) {
                out.println(line(group.line().values(), group.line().sums()));
            }
            group.parts().forEach(part -> out.println(line(joined(group.line().values(), part.values()), part.sums())));
        }
        List<String> total = new ArrayList<>(Collections.nCopies(dimensions, ""));
        if (dimensions > 0) {
            total.set(0, "total");
        }
        out.println(line(total, view.report().total()));
    }

    private static List<String> joined(List<String> values, List<String> more) {
        return Stream.concat(values.stream(), more.stream()).toList();
    }

    private static String line(List<String> values, SpendSums sums) {
        List<String> cells = new ArrayList<>();
        values.forEach(value -> cells.add(text(value)));
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
        cells.add(sums.knownCost().isEmpty() ? "" : sums.costExact().toPlainString());
        cells.add(String.valueOf(sums.unpricedCalls()));
        return String.join(",", cells);
    }

    /** Quotes {@code value} as RFC 4180 says; a text that a spreadsheet would run as a formula is kept from that. */
    private static String text(String value) {
        String text = Output.printable(value);
        boolean isFormula = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
        String safe = isFormula ? "'" + text : text;
        return safe.matches("[^\",\r\n]*") ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
