package io.spendstream.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.cli.Golden;
import io.spendstream.sink.report.Freshness;
import io.spendstream.sink.report.SpendDimension;
import io.spendstream.sink.report.SpendLine;
import io.spendstream.sink.report.SpendQuery;
import io.spendstream.sink.report.SpendReport;
import io.spendstream.sink.report.SpendSums;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** One report in each of its forms, with values from people who mean no good. */
class ReportFormsTest {
    private static final SpendQuery QUERY = SpendQuery.of(
                    Instant.parse("2026-11-20T18:15:00Z"),
                    Instant.parse("2026-11-21T18:15:00Z"),
                    SpendDimension.TEAM,
                    SpendDimension.TASK_TYPE)
            .in(ZoneId.of("Asia/Kathmandu"));
    private static final SpendReport REPORT = new SpendReport(
            QUERY,
            List.of(
                    line(
                            List.of("search", "summarise"),
                            sums(1_234_567, 0, 9_876_543_210L, 45, "1234567.00000050000000")),
                    line(List.of("=HYPERLINK(\"http://x\",\"y\")", "+1"), sums(2, 1, 20, 4, "0.00000049999999")),
                    line(List.of("@SUM(A1)", "-1"), sums(1, 0, 10, 2, "0.00000000000000")),
                    line(List.of("a,b", "say \"hello\""), sums(1, 0, 10, 2, "0.00000050000000")),
                    line(List.of("\u001b[31mred", "two\nlines"), sums(1, 0, 10, 2, "3.00000000000000")),
                    line(
                            List.of("unattributed", "'); DROP TABLE token_usage;--"),
                            sums(3, 3, 30, 6, "0.00000000000000"))),
            sums(1_234_575, 4, 9_876_543_290L, 61, "1234570.00000149999999"),
            new Freshness(
                    Instant.parse("2026-11-21T12:00:00.123456Z"), Instant.parse("2026-11-21T11:59:59.987654Z"), 0),
            List.of("2026-11-20+sha256:11111111", "2026-11-21+sha256:22222222"));
    private static final SpendReport EMPTY = new SpendReport(
            SpendQuery.of(
                            Instant.parse("2026-11-21T00:00:00Z"),
                            Instant.parse("2026-11-22T00:00:00Z"),
                            SpendDimension.MODEL)
                    .in(ZoneId.of("UTC")),
            List.of(),
            sums(0, 0, 0, 0, "0.00000000000000"),
            new Freshness(Instant.parse("2026-11-21T12:00:00Z"), null, 0),
            List.of());

    @Test
    void tableIsWhatWasReviewed() {
        Golden.assertMatches("report/report.txt", print(ReportForms::table, REPORT));
    }

    @Test
    void jsonIsWhatWasReviewed() {
        Golden.assertMatches("report/report.json", print(ReportForms::json, REPORT));
    }

    @Test
    void csvIsWhatWasReviewed() {
        Golden.assertMatches("report/report.csv", print(ReportForms::csv, REPORT));
    }

    @Test
    void ofNothingIsATotalOfZeroInEachForm() {
        Golden.assertMatches("report/empty.txt", print(ReportForms::table, EMPTY));
        Golden.assertMatches("report/empty.json", print(ReportForms::json, EMPTY));
        Golden.assertMatches("report/empty.csv", print(ReportForms::csv, EMPTY));
    }

    @Test
    void aGroupWithoutAnyKnownCostIsUnknownAndNotZero() {
        String table = print(ReportForms::table, REPORT);

        assertThat(table.lines().filter(line -> line.contains("DROP TABLE")).findFirst())
                .hasValueSatisfying(line -> assertThat(line).contains("unknown").doesNotContain("0.000000"));
        assertThat(table.lines().filter(line -> line.contains("@SUM")).findFirst())
                .hasValueSatisfying(
                        line -> assertThat(line).contains("0.000000").doesNotContain("unknown"));
        assertThat(print(ReportForms::csv, REPORT)).contains("DROP TABLE token_usage;--,3,30,6,15,6,3,,3\n");
        assertThat(print(ReportForms::json, REPORT)).contains("\"cost_exact\" : null", "\"cost\" : null");
        assertThat(table).contains("unpriced calls have no known cost and are missing from the cost above");
    }

    @Test
    void costsAreRoundedOnceHalfUpAndOnlyInTheTable() {
        assertThat(print(ReportForms::table, REPORT)).contains("1,234,567.000001", "1,234,570.000001");
        assertThat(print(ReportForms::csv, REPORT)).contains("1234567.00000050000000", "1234570.00000149999999");
    }

    @Test
    void noSpreadsheetRunsAValueAsAFormula() {
        List<String> lines = print(ReportForms::csv, REPORT).lines().toList();

        assertThat(lines.get(2)).startsWith("\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",'+1,2,");
        assertThat(lines.get(3)).startsWith("'@SUM(A1),'-1,1,");
    }

    @Test
    void noValueReachesTheTerminalWithControlCharacters() {
        assertThat(print(ReportForms::table, REPORT)).doesNotContain("\u001b").doesNotContain("two\nlines");
        assertThat(print(ReportForms::csv, REPORT)).doesNotContain("\u001b").doesNotContain("two\nlines");
        assertThat(print(ReportForms::json, REPORT)).doesNotContain("\u001b").contains("two\\nlines");
    }

    @Test
    void numbersReadTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        String table = print(ReportForms::table, REPORT);
        String csv = print(ReportForms::csv, REPORT);
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));

            assertThat(print(ReportForms::table, REPORT)).isEqualTo(table);
            assertThat(print(ReportForms::csv, REPORT)).isEqualTo(csv);
        } finally {
            Locale.setDefault(before);
        }
    }

    private static String print(BiConsumer<PrintWriter, SpendReport> form, SpendReport report) {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        form.accept(out, report);
        out.flush();
        return text.toString();
    }

    private static SpendLine line(List<String> values, SpendSums sums) {
        return new SpendLine(values, sums);
    }

    private static SpendSums sums(long calls, long unpriced, long prompt, long completion, String cost) {
        return new SpendSums(
                calls, unpriced, prompt, completion, prompt / 2, prompt / 5, completion / 2, new BigDecimal(cost));
    }
}
