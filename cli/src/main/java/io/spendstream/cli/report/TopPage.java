package io.spendstream.cli.report;

import static io.spendstream.cli.TableColumn.left;
import static io.spendstream.cli.TableColumn.right;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.ColumnData;
import io.spendstream.cli.Output;
import io.spendstream.sink.report.SpendDimension;
import io.spendstream.sink.report.SpendLine;
import io.spendstream.sink.report.SpendReport;
import io.spendstream.sink.report.SpendSums;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * What is being spent now, as one page of text.
 *
 * @param recent what was spent lately, by one dimension
 * @param today what was spent today, by the same dimension
 * @param limit how many groups are shown
 */
record TopPage(SpendReport recent, SpendReport today, int limit) {
    private static final int NAME_WIDTH_MAX = 40;
    private static final int BAR_WIDTH = 20;
    private static final Duration HOUR = Duration.ofHours(1);

    /** One group: lately and today. */
    private record Line(
            String name,
            @Nullable SpendSums recent,
            @Nullable SpendSums today) {}

    /** Returns the page, with its heads in bold if {@code ansi} is enabled, and without bars if they need more width. */
    String text(int width, Ansi ansi) {
        String full = table(true);
        String table = full.lines().allMatch(line -> line.length() <= width) ? full : table(false);
        String head = table.lines().findFirst().orElse("");
        String body = table.substring(head.length());
        return "%s%n%s%n%s%n%n%s%s%n"
                .formatted(
                        ReportTable.styled(ansi, now(), Style.bold),
                        ReportTable.styled(ansi, ofToday(), Style.bold),
                        freshness(),
                        ReportTable.styled(ansi, head, Style.bold),
                        body);
    }

    private String table(boolean hasBars) {
        SpendDimension by = today.query().by().get(0);
        List<ColumnData<Line>> columns = List.of(
                left(by.wireName().replace('_', ' '))
                        .maxWidth(NAME_WIDTH_MAX)
                        .with(line -> Output.printable(line.name)),
                right("USD/hour now").with(line -> perHour(line.recent)),
                right("tokens/min now").with(line -> tokensPerMinute(line.recent)),
                right("calls today").with(line -> count(line.today == null ? 0 : line.today.calls())),
                right("USD today").with(line -> line.today == null ? "0.000000" : ReportTable.cost(line.today)),
                right("share")
                        .with(line -> share(line.today).map(TopPage::percent).orElse("")));
        List<ColumnData<Line>> shown = new ArrayList<>(columns);
        if (hasBars) {
            shown.add(left("").with(line -> share(line.today).map(TopPage::bar).orElse("")));
        }
        return AsciiTable.getTable(AsciiTable.NO_BORDERS, lines(), shown);
    }

    private String now() {
        return "%s an hour now   %s tokens/min"
                .formatted(dollars(perHour(recent.total())), tokensPerMinute(recent.total()));
    }

    private String ofToday() {
        long unpriced = today.total().unpricedCalls();
        return "%s today   %s calls%s"
                .formatted(
                        dollars(ReportTable.cost(today.total())),
                        count(today.total().calls()),
                        unpriced == 0 ? "" : ", %s of them unpriced".formatted(count(unpriced)));
    }

    private static String dollars(String amount) {
        return amount.equals(ReportTable.UNKNOWN) ? amount : "$" + amount;
    }

    private String freshness() {
        Instant recordedAt = today.freshness().recordedAt();
        return "now is the last %d minutes; complete to %s"
                .formatted(
                        window().toMinutes(),
                        recordedAt == null ? "nothing yet" : recordedAt.truncatedTo(ChronoUnit.MILLIS));
    }

    /** Those that cost most lately come first, then those that cost most today. */
    private List<Line> lines() {
        Map<String, SpendSums> ofToday = new HashMap<>();
        today.lines().forEach(line -> ofToday.put(name(line), line.sums()));
        List<Line> lines = new ArrayList<>();
        for (SpendLine line : recent.lines()) {
            lines.add(new Line(name(line), line.sums(), ofToday.remove(name(line))));
        }
        for (SpendLine line : today.lines()) {
            if (ofToday.containsKey(name(line))) {
                lines.add(new Line(name(line), null, line.sums()));
            }
        }
        return lines.subList(0, Math.min(limit, lines.size()));
    }

    private static String name(SpendLine line) {
        return Objects.requireNonNull(line.values().get(0));
    }

    private Duration window() {
        return Duration.between(recent.query().since(), recent.query().until());
    }

    private String perHour(@Nullable SpendSums sums) {
        if (sums == null) {
            return "0.00";
        }
        if (sums.knownCost().isEmpty()) {
            return ReportTable.UNKNOWN;
        }
        BigDecimal rate = sums.costExact()
                .multiply(BigDecimal.valueOf(HOUR.toSeconds()))
                .divide(BigDecimal.valueOf(window().toSeconds()), 2, RoundingMode.HALF_UP);
        return String.format(Locale.ROOT, "%,.2f", rate);
    }

    private String tokensPerMinute(@Nullable SpendSums sums) {
        long tokens = sums == null ? 0 : sums.promptTokens() + sums.completionTokens();
        return count(tokens * 60 / window().toSeconds());
    }

    private Optional<BigDecimal> share(@Nullable SpendSums sums) {
        BigDecimal total = today.total().costExact();
        if (sums == null || total.signum() <= 0 || sums.knownCost().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(sums.costExact().divide(total, MathContext.DECIMAL32));
    }

    /** Returns the share as people read it: what is more than nothing is never 0 %, less than all never 100 %. */
    private static String percent(BigDecimal share) {
        BigDecimal percent = share.movePointRight(2).setScale(0, RoundingMode.HALF_UP);
        if (percent.intValue() == 100 && share.compareTo(BigDecimal.ONE) < 0) {
            return ">99%";
        }
        return percent.signum() == 0 && share.signum() > 0 ? "<1%" : percent + "%";
    }

    private static String bar(BigDecimal share) {
        int length = share.multiply(BigDecimal.valueOf(BAR_WIDTH))
                .setScale(0, RoundingMode.HALF_UP)
                .intValue();
        return "█".repeat(Math.max(0, Math.min(BAR_WIDTH, length)));
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
