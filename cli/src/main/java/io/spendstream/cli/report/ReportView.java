package io.spendstream.cli.report;

import io.spendstream.sink.report.SpendDimension;
import io.spendstream.sink.report.SpendLine;
import io.spendstream.sink.report.SpendReport;
import io.spendstream.sink.report.SpendSums;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What of a report is shown.
 *
 * @param report the answer
 * @param by what its groups are groups of
 * @param parts what each group is broken down by; empty if they are not
 * @param groups the groups that are shown
 * @param isTruncated whether there are more groups than are shown; the total is over all
 */
record ReportView(
        SpendReport report,
        List<SpendDimension> by,
        List<SpendDimension> parts,
        List<Group> groups,
        boolean isTruncated) {
    /**
     * One group.
     *
     * @param line the group
     * @param parts what it consists of, if it is broken down; each with the value of the last dimension only
     */
    record Group(SpendLine line, List<SpendLine> parts) {
        Group {
            parts = List.copyOf(parts);
        }
    }

    ReportView {
        by = List.copyOf(by);
        parts = List.copyOf(parts);
        groups = List.copyOf(groups);
    }

    /** Shows {@code limit} groups of {@code report}, whose query asked for at least one more. */
    static ReportView plain(SpendReport report, int limit) {
        List<SpendDimension> by = report.query().by();
        List<Group> groups =
                report.lines().stream().map(line -> new Group(line, List.of())).toList();
        return new ReportView(report, by, List.of(), first(groups, by, limit), groups.size() > limit);
    }

    /** Shows {@code limit} groups of {@code report}, which is not truncated, broken down by its last dimension. */
    static ReportView brokenDown(SpendReport report, int limit) {
        int last = report.query().by().size() - 1;
        List<SpendDimension> by = report.query().by().subList(0, last);
        Map<List<String>, List<SpendLine>> parts = new LinkedHashMap<>();
        for (SpendLine line : report.lines()) {
            parts.computeIfAbsent(line.values().subList(0, last), values -> new ArrayList<>())
                    .add(new SpendLine(line.values().subList(last, last + 1), line.sums()));
        }
        List<Group> groups = new ArrayList<>();
        parts.forEach((values, lines) -> groups.add(new Group(new SpendLine(values, sum(lines)), lines)));
        if (!isInSpans(by)) {
            groups.sort(
                    Comparator.comparing((Group group) -> group.line().sums().costExact())
                            .reversed());
        }
        return new ReportView(
                report,
                by,
                report.query().by().subList(last, last + 1),
                first(groups, by, limit),
                groups.size() > limit);
    }

    private static SpendSums sum(List<SpendLine> lines) {
        return lines.stream().map(SpendLine::sums).reduce(SpendSums::plus).orElseThrow();
    }

    /** Leaves out what is longest ago, or costs least. */
    private static List<Group> first(List<Group> groups, List<SpendDimension> by, int limit) {
        if (groups.size() <= limit) {
            return groups;
        }
        if (!isInSpans(by)) {
            return groups.subList(0, limit);
        }
        // within a span the most expensive come first: of the earliest, the last go
        String earliest = groups.get(0).line().values().get(0);
        List<Group> ofEarliest = groups.stream()
                .filter(group -> group.line().values().get(0).equals(earliest))
                .toList();
        int tooMany = groups.size() - limit;
        if (ofEarliest.size() < tooMany) {
            return first(groups.subList(ofEarliest.size(), groups.size()), by, limit);
        }
        List<Group> left = new ArrayList<>(ofEarliest.subList(0, ofEarliest.size() - tooMany));
        left.addAll(groups.subList(ofEarliest.size(), groups.size()));
        return left;
    }

    private static boolean isInSpans(List<SpendDimension> by) {
        return !by.isEmpty() && by.get(0).isCalendar();
    }

    /** Returns this with the groups in the opposite order. */
    ReportView reversed() {
        List<Group> reversed = new ArrayList<>(groups);
        Collections.reverse(reversed);
        return new ReportView(report, by, parts, reversed, isTruncated);
    }
}
