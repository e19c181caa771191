package io.spendstream.cli.prices;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import io.spendstream.cli.Output;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A re-pricing as a table or JSON, with every digit: these are the amounts that are corrected. */
final class RepricingForms {
    private RepricingForms() {}

    /** A line of the table: its labels and its sum. */
    private record Line(String team, String day, RepricingSums.Sum sum) {}

    static void table(PrintWriter out, RepricingSums sums, boolean isDryRun) {
        if (sums.total().calls() == 0) {
            out.println("no cost changes");
        } else {
            List<Line> lines = new ArrayList<>();
            sums.changed()
                    .forEach((key, sum) ->
                            lines.add(new Line(key.team(), key.day().toString(), sum)));
            lines.add(new Line("total", "", sums.total()));
            List<ColumnData<Line>> columns = List.of(
                    column("team", HorizontalAlign.LEFT, Line::team),
                    column("day", HorizontalAlign.LEFT, Line::day),
                    column(
                            "calls",
                            HorizontalAlign.RIGHT,
                            line -> number(line.sum().calls())),
                    column(
                            "without cost yet",
                            HorizontalAlign.RIGHT,
                            line -> number(line.sum().unknown())),
                    column(
                            "USD now",
                            HorizontalAlign.RIGHT,
                            line -> line.sum().before().toString()),
                    column(
                            "USD then",
                            HorizontalAlign.RIGHT,
                            line -> line.sum().after().toString()),
                    column(
                            "difference",
                            HorizontalAlign.RIGHT,
                            line -> line.sum().difference().toString()));
            out.println(AsciiTable.getTable(AsciiTable.NO_BORDERS, lines, columns));
        }
        out.println();
        out.printf(
                "%s %s, %s to %s, by price book %s%n",
                Output.printable(sums.query().provider()),
                Output.printable(sums.query().model()),
                sums.query().since(),
                sums.query().until(),
                sums.bookVersion());
        out.printf(
                Locale.ROOT,
                "%,d calls keep their cost, %,d have no price in the book and stay as they are, %,d reported no usage%n",
                sums.unchanged(),
                sums.withoutPrice(),
                sums.unmetered());
        out.println(
                isDryRun
                        ? "nothing was changed: this was a dry run"
                        : String.format(
                                Locale.ROOT,
                                "%,d corrections were ordered",
                                sums.total().calls()));
    }

    private static ColumnData<Line> column(String header, HorizontalAlign align, Function<Line, String> value) {
        return new Column()
                .header(header)
                .headerAlign(align)
                .dataAlign(align)
                .maxWidth(60)
                .with(line -> Output.printable(value.apply(line)));
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static void json(PrintWriter out, RepricingSums sums, boolean isDryRun) {
        ObjectNode node = Output.object();
        node.put("provider", sums.query().provider());
        node.put("model", sums.query().model());
        node.put("since", sums.query().since().toString());
        node.put("until", sums.query().until().toString());
        node.put("book_version", sums.bookVersion());
        node.put("is_dry_run", isDryRun);
        ArrayNode lines = node.putArray("lines");
        sums.changed().forEach((key, sum) -> {
            ObjectNode line = lines.addObject();
            line.put("team", key.team());
            line.put("day", key.day().toString());
            put(line, sum);
        });
        put(node.putObject("total"), sums.total());
        node.put("calls_unchanged", sums.unchanged());
        node.put("calls_without_price", sums.withoutPrice());
        node.put("calls_unmetered", sums.unmetered());
        out.println(Output.json(node));
    }

    private static void put(ObjectNode node, RepricingSums.Sum sum) {
        node.put("calls", sum.calls());
        node.put("calls_without_cost_yet", sum.unknown());
        node.put("cost_now", sum.before().toString());
        node.put("cost_then", sum.after().toString());
        node.put("difference", sum.difference().toString());
    }
}
