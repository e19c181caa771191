package io.spendstream.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.cli.Output;
import io.spendstream.sink.report.SpendDimension;
import io.spendstream.sink.report.SpendLine;
import io.spendstream.sink.report.SpendReport;
import io.spendstream.sink.report.SpendSums;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;

/** A report as JSON, with every digit of the cost, and null where no cost is known. */
final class ReportJson {
    private static final int COST_DECIMALS = 6;

    private ReportJson() {}

    static void print(PrintWriter out, ReportView view) {
        SpendReport report = view.report();
        ObjectNode node = Output.object();
        node.put("since", report.query().since().toString());
        node.put("until", report.query().until().toString());
        node.put("timezone", report.query().zone().getId());
        putNames(node.putArray("group_by"), view.by());
        if (!view.parts().isEmpty()) {
            putNames(node.putArray("breakdown_by"), view.parts());
        }
        ArrayNode versions = node.putArray("book_versions");
        report.bookVersions().forEach(versions::add);
        node.put("as_of", report.freshness().asOf().toString());
        Instant recordedAt = report.freshness().recordedAt();
        node.put("complete_to", recordedAt == null ? null : recordedAt.toString());
        node.put("truncated", view.isTruncated());
        ArrayNode lines = node.putArray("lines");
        for (ReportView.Group group : view.groups()) {
            ObjectNode object = lines.addObject();
            putLine(object, view.by(), group.line());
            if (!view.parts().isEmpty()) {
                ArrayNode parts = object.putArray("breakdown");
                group.parts().forEach(part -> putLine(parts.addObject(), view.parts(), part));
            }
        }
        putSums(node.putObject("total"), report.total());
        out.println(Output.json(node));
    }

    private static void putNames(ArrayNode array, List<SpendDimension> dimensions) {
        dimensions.forEach(dimension -> array.add(dimension.wireName()));
    }

    private static void putLine(ObjectNode object, List<SpendDimension> by, SpendLine line) {
        for (int i = 0; i < by.size(); i++) {
            object.put(by.get(i).wireName(), line.values().get(i));
        }
        putSums(object, line.sums());
    }

    private static void putSums(ObjectNode node, SpendSums sums) {
        node.put("calls", sums.calls());
        node.put("prompt_tokens", sums.promptTokens());
        node.put("completion_tokens", sums.completionTokens());
        node.put("cache_read_tokens", sums.cacheReadTokens());
        node.put("cache_write_tokens", sums.cacheWriteTokens());
        node.put("reasoning_tokens", sums.reasoningTokens());
        BigDecimal cost = sums.knownCost().isEmpty() ? null : sums.costExact();
        node.put("cost_exact", cost == null ? null : cost.toPlainString());
        node.put(
                "cost",
                cost == null
                        ? null
                        : cost.setScale(COST_DECIMALS, RoundingMode.HALF_UP).toPlainString());
        node.put("unpriced_calls", sums.unpricedCalls());
    }
}
