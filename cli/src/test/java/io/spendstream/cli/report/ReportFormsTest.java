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
import picocli.CommandLine.Help.Ansi;

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
        Golden.assertMatches("report/report.txt", print(ReportFormsTest::wide, REPORT));
    }

    @Test
    void jsonIsWhatWasReviewed() {
        Golden.assertMatches("report/report.json", print(ReportJson::print, REPORT));
    }

    @Test
    void csvIsWhatWasReviewed() {
        Golden.assertMatches("report/report.csv", print(ReportCsv::print, REPORT));
    }

    @Test
    void ofNothingIsATotalOfZeroInEachForm() {
        Golden.assertMatches("report/empty.txt", print(ReportFormsTest::wide, EMPTY));
        Golden.assertMatches("report/empty.json", print(ReportJson::print, EMPTY));
        Golden.assertMatches("report/empty.csv", print(ReportCsv::print, EMPTY));
    }

    private static final SpendReport DAILY = new SpendReport(
            SpendQuery.of(
                            Instant.parse("2026-11-20T00:00:00Z"),
                            Instant.parse("2026-11-22T00:00:00Z"),
                            SpendDimension.DAY,
                            SpendDimension.MODEL)
                    .in(ZoneId.of("UTC")),
            List.of(
                    line(List.of("2026-11-20", "gpt-4o"), sums(30, 0, 3_000, 300, "7.25000000000001")),
                    line(List.of("2026-11-20", "gpt-4o-mini"), sums(9, 0, 900, 90, "0.10000000000001")),
                    line(List.of("2026-11-21", "gpt-in-no-book"), sums(2, 2, 20, 4, "0.00000000000000")),
                    line(List.of("2026-11-21", "gpt-4o"), sums(1, 0, 100, 10, "0.25000000000000"))),
            sums(42, 2, 4_020, 404, "7.60000000000002"),
            new Freshness(Instant.parse("2026-11-21T12:00:00Z"), Instant.parse("2026-11-21T11:59:59.987Z"), 0),
            List.of("2026-11-20+sha256:11111111"));

    @Test
    void aBreakdownIsWhatWasReviewedInEachForm() {
        ReportView view = ReportView.brokenDown(DAILY, 1000);

        Golden.assertMatches("report/breakdown.txt", print(ReportFormsTest::wide, view));
        Golden.assertMatches("report/breakdown.json", print(ReportJson::print, view));
        Golden.assertMatches("report/breakdown.csv", print(ReportCsv::print, view));
    }

    @Test
    void aTableThatIsTooWideIsCompact() {
        assertThat(print(ReportFormsTest::wide, REPORT).lines())
                .anySatisfy(line -> assertThat(line).hasSizeGreaterThan(80));
        Golden.assertMatches("report/compact.txt", print(ReportFormsTest::narrow, REPORT));
        assertThat(print(ReportFormsTest::narrow, REPORT))
                .isEqualTo(print((out, view) -> ReportTable.printCompact(out, view, 80, Ansi.OFF), REPORT));
    }

    @Test
    void aLongNameIsBrokenOnlyAsFarAsTheTerminalAsksFor() {
        String longTask = "summarise-the-support-tickets-of-last-week-for-the-board";
        var report = new SpendReport(
                QUERY,
                List.of(line(List.of("search", longTask), sums(1, 0, 10, 2, "1.00000000000000"))),
                sums(1, 0, 10, 2, "1.00000000000000"),
                REPORT.freshness(),
                REPORT.bookVersions());

        String table = print((out, view) -> ReportTable.printCompact(out, view, 70, Ansi.OFF), report);

        int widest = table.lines().limit(3).mapToInt(String::length).max().orElseThrow();
        assertThat(widest).isBetween(60, 70);
    }

    @Test
    void aTableForEyesHasABoldHeadAndTotal() {
        String table = print((out, view) -> ReportTable.print(out, view, 200, Ansi.ON), REPORT);

        assertThat(table.lines().filter(line -> line.startsWith("\u001b[1m"))).hasSize(2);
        assertThat(table.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(print(ReportFormsTest::wide, REPORT));
    }

    @Test
    void aLimitKeepsTheLatestDaysAndSaysThatThereAreMore() {
        ReportView view = ReportView.brokenDown(DAILY, 1);

        assertThat(view.groups())
                .singleElement()
                .satisfies(group -> assertThat(group.line().values()).containsExactly("2026-11-21"));
        assertThat(print(ReportFormsTest::wide, view))
                .contains("there are more groups than these 1, and the total is over all");
        assertThat(print(ReportJson::print, view)).contains("\"truncated\" : true");
    }

    @Test
    void aLimitWithinADayLeavesOutTheCheapest() {
        ReportView view = ReportView.plain(DAILY, 3);

        assertThat(view.groups())
                .extracting(group -> group.line().values().get(1))
                .containsExactly("gpt-4o", "gpt-in-no-book", "gpt-4o");
        assertThat(ReportView.plain(DAILY, 1).groups())
                .extracting(group -> group.line().values())
                .containsExactly(List.of("2026-11-21", "gpt-in-no-book"));
    }

    @Test
    void theOrderCanBeTurnedAround() {
        assertThat(ReportView.brokenDown(DAILY, 1000).reversed().groups())
                .extracting(group -> group.line().values().get(0))
                .containsExactly("2026-11-21", "2026-11-20");
    }

    @Test
    void aGroupWithoutAnyKnownCostIsUnknownAndNotZero() {
        String table = print(ReportFormsTest::wide, REPORT);

        assertThat(table.lines().filter(line -> line.contains("DROP TABLE")).findFirst())
                .hasValueSatisfying(line -> assertThat(line).contains("unknown").doesNotContain("0.000000"));
        assertThat(table.lines().filter(line -> line.contains("@SUM")).findFirst())
                .hasValueSatisfying(
                        line -> assertThat(line).contains("0.000000").doesNotContain("unknown"));
        assertThat(print(ReportCsv::print, REPORT)).contains("DROP TABLE token_usage;--,3,30,6,15,6,3,,3\n");
        assertThat(print(ReportJson::print, REPORT)).contains("\"cost_exact\" : null", "\"cost\" : null");
        assertThat(table).contains("unpriced calls have no known cost and are missing from the cost above");
    }

    @Test
    void costsAreRoundedOnceHalfUpAndOnlyInTheTable() {
        assertThat(print(ReportFormsTest::wide, REPORT)).contains("1,234,567.000001", "1,234,570.000001");
        assertThat(print(ReportCsv::print, REPORT)).contains("1234567.00000050000000", "1234570.00000149999999");
    }

    @Test
    void noSpreadsheetRunsAValueAsAFormula() {
        List<String> lines = print(ReportCsv::print, REPORT).lines().toList();

        assertThat(lines.get(2)).startsWith("\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",'+1,2,");
        assertThat(lines.get(3)).startsWith("'@SUM(A1),'-1,1,");
    }

    @Test
    void noValueReachesTheTerminalWithControlCharacters() {
        assertThat(print(ReportFormsTest::wide, REPORT))
                .doesNotContain("\u001b")
                .doesNotContain("two\nlines");
        assertThat(print(ReportCsv::print, REPORT)).doesNotContain("\u001b").doesNotContain("two\nlines");
        assertThat(print(ReportJson::print, REPORT)).doesNotContain("\u001b").contains("two\\nlines");
    }

    @Test
    void numbersReadTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        String table = print(ReportFormsTest::wide, REPORT);
        String csv = print(ReportCsv::print, REPORT);
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));

            assertThat(print(ReportFormsTest::wide, REPORT)).isEqualTo(table);
            assertThat(print(ReportCsv::print, REPORT)).isEqualTo(csv);
        } finally {
            Locale.setDefault(before);
        }
    }

    private static void wide(PrintWriter out, ReportView view) {
        ReportTable.print(out, view, Integer.MAX_VALUE, Ansi.OFF);
    }

    private static void narrow(PrintWriter out, ReportView view) {
        ReportTable.print(out, view, 80, Ansi.OFF);
    }

    private static String print(BiConsumer<PrintWriter, ReportView> form, SpendReport report) {
        return print(form, ReportView.plain(report, 1000));
    }

    private static String print(BiConsumer<PrintWriter, ReportView> form, ReportView view) {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        form.accept(out, view);
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
