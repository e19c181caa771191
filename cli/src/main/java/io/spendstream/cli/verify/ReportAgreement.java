package io.spendstream.cli.verify;

import io.spendstream.cli.connection.Connection;
import io.spendstream.sink.report.LedgerReader;
import io.spendstream.sink.report.SpendDimension;
import io.spendstream.sink.report.SpendQuery;
import io.spendstream.sink.report.SpendReport;
import io.spendstream.sink.report.SpendSums;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Does the report, which reads the rollup, say what the rows say? */
final class ReportAgreement {
    private ReportAgreement() {}

    static void check(Connection connection, String run, Table.Sums rows, Evidence evidence) {
        Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
        var query = SpendQuery.of(
                today.minus(1, ChronoUnit.DAYS), today.plus(1, ChronoUnit.DAYS), SpendDimension.TASK_TYPE);
        SpendReport report;
        try (LedgerReader reader = connection.openLedger()) {
            report = reader.spend(query);
        }
        List<SpendSums> ours = report.lines().stream()
                .filter(line -> line.values().get(0).startsWith(run))
                .map(line -> line.sums())
                .toList();
        long calls = ours.stream().mapToLong(SpendSums::calls).sum();
        BigDecimal prompt = sum(ours.stream()
                .map(sums -> BigDecimal.valueOf(sums.promptTokens()))
                .toList());
        BigDecimal completion = sum(ours.stream()
                .map(sums -> BigDecimal.valueOf(sums.completionTokens()))
                .toList());
        BigDecimal cost = sum(ours.stream().map(SpendSums::costExact).toList());
        boolean isEqual = calls == rows.calls()
                && prompt.compareTo(rows.promptTokens()) == 0
                && completion.compareTo(rows.completionTokens()) == 0
                && cost.compareTo(rows.costExact()) == 0;
        evidence.check(
                "the report's totals equal the raw rows, to the last digit",
                isEqual,
                "report  %d calls, %s prompt + %s completion tokens, $%s\nrows    %s"
                        .formatted(calls, prompt, completion, cost.toPlainString(), rows));
    }

    private static BigDecimal sum(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
