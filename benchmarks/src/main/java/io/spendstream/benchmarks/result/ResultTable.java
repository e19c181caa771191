package io.spendstream.benchmarks.result;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.List;
import java.util.Locale;

/** The results for people. */
public final class ResultTable {
    private static final double LARGE = 1000;

    private ResultTable() {}

    /** Returns {@code comparisons} as a table. */
    public static String of(List<Comparison> comparisons) {
        return AsciiTable.getTable(
                AsciiTable.NO_BORDERS,
                comparisons,
                List.of(
                        left("what").with(Comparison::name),
                        left("against").with(Comparison::against),
                        right("ours").with(line -> amount(line.ours())),
                        right("other").with(line -> line.other() == null ? "" : amount(line.other())),
                        left("unit").with(Comparison::unit),
                        right("ratio").with(ResultTable::ratio),
                        right("bar").with(ResultTable::bar),
                        left("").with(line -> line.isMet() ? "met" : "MISSED")));
    }

    private static Column left(String header) {
        return new Column().header(header).headerAlign(HorizontalAlign.LEFT).dataAlign(HorizontalAlign.LEFT);
    }

    private static Column right(String header) {
        return new Column().header(header).headerAlign(HorizontalAlign.RIGHT).dataAlign(HorizontalAlign.RIGHT);
    }

    private static String amount(Samples samples) {
        String median = String.format(Locale.ROOT, samples.median() >= LARGE ? "%,.0f" : "%.1f", samples.median());
        return samples.values().size() == 1
                ? median
                : median + String.format(Locale.ROOT, " ±%.0f%%", samples.spread() * 50);
    }

    private static String ratio(Comparison line) {
        Double ratio = line.ratio();
        return ratio == null ? "" : String.format(Locale.ROOT, "%.2f", ratio);
    }

    private static String bar(Comparison line) {
        return (line.sense() == Sense.HIGHER ? "≥ " : "≤ ") + String.format(Locale.ROOT, "%.4g", line.bar());
    }
}
