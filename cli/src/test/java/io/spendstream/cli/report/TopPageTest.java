package io.spendstream.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.cli.Golden;
import io.spendstream.sink.report.Freshness;
import io.spendstream.sink.report.SpendDimension;
import io.spendstream.sink.report.SpendLine;
import io.spendstream.sink.report.SpendQuery;
import io.spendstream.sink.report.SpendReport;
import io.spendstream.sink.report.SpendSums;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class TopPageTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Freshness FRESH = new Freshness(NOW, NOW.minusMillis(250), 0);

    private static SpendSums sums(long calls, long unpriced, long tokens, String cost) {
        return new SpendSums(calls, unpriced, tokens, 0, 0, 0, 0, new BigDecimal(cost));
    }

    private static SpendReport report(Instant since, Instant until, SpendSums total, SpendLine... lines) {
        return new SpendReport(
                SpendQuery.of(since, until, SpendDimension.TEAM), List.of(lines), total, FRESH, List.of("2026-11-20"));
    }

    private static final TopPage PAGE = new TopPage(
            report(
                    NOW.minusSeconds(300),
                    NOW,
                    sums(12, 2, 60_000, "1.00000000000000"),
                    new SpendLine(List.of("search"), sums(10, 0, 50_000, "1.00000000000000")),
                    new SpendLine(List.of("\u001b[31mred"), sums(2, 2, 10_000, "0.00000000000000"))),
            report(
                    Instant.parse("2026-11-21T00:00:00Z"),
                    Instant.parse("2026-11-22T00:00:00Z"),
                    sums(1_102, 2, 9_000_000, "100.00000000000000"),
                    new SpendLine(List.of("care"), sums(1_000, 0, 8_000_000, "75.00000000000000")),
                    new SpendLine(List.of("search"), sums(100, 0, 900_000, "25.00000000000000")),
                    new SpendLine(List.of("\u001b[31mred"), sums(2, 2, 10_000, "0.00000000000000"))),
            20);

    @Test
    void thePageIsWhatWasReviewed() {
        Golden.assertMatches("report/top.txt", PAGE.text(200, Ansi.OFF));
    }

    @Test
    void whereBarsDoNotFitTheyAreLeftOut() {
        assertThat(PAGE.text(80, Ansi.OFF)).contains("75%").doesNotContain("█");
        assertThat(PAGE.text(80, Ansi.OFF).lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void whatIsMoreThanNothingIsNeverShownAsNoShareNorLessThanAllAsAll() {
        var little = new TopPage(
                PAGE.recent(),
                report(
                        Instant.parse("2026-11-21T00:00:00Z"),
                        Instant.parse("2026-11-22T00:00:00Z"),
                        sums(2, 0, 2, "100.00000000000000"),
                        new SpendLine(List.of("care"), sums(1, 0, 1, "99.99000000000000")),
                        new SpendLine(List.of("search"), sums(1, 0, 1, "0.01000000000000"))),
                20);

        assertThat(little.text(200, Ansi.OFF)).contains("<1%", ">99%");
    }

    @Test
    void whatCostsMostNowComesFirstAndWhatIsIdleLast() {
        assertThat(PAGE.text(200, Ansi.OFF)
                        .lines()
                        .skip(4)
                        .map(line -> line.strip().replaceAll(" .*", "")))
                .containsExactly("team", "search", "\uFFFD[31mred", "care");
        assertThat(new TopPage(PAGE.recent(), PAGE.today(), 1).text(200, Ansi.OFF))
                .contains("search")
                .doesNotContain("care");
    }

    @Test
    void aGroupWithoutAnyKnownCostIsUnknownAndNotZero() {
        assertThat(PAGE.text(200, Ansi.OFF).lines().filter(line -> line.contains("red")))
                .singleElement()
                .asString()
                .contains("unknown")
                .doesNotContain("0.000000");
    }

    @Test
    void theHeadsAreBoldForEyes() {
        assertThat(PAGE.text(200, Ansi.ON).replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(PAGE.text(200, Ansi.OFF));
        assertThat(PAGE.text(200, Ansi.ON)).startsWith("\u001b[1m$12.00 an hour now");
    }
}
