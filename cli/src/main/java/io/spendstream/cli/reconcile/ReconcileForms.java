package io.spendstream.cli.reconcile;

import static io.spendstream.cli.TableColumn.left;
import static io.spendstream.cli.TableColumn.right;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.ColumnData;
import io.spendstream.cli.Output;
import io.spendstream.contract.Topic;
import io.spendstream.sink.recount.Difference;
import io.spendstream.sink.recount.DifferentEvent;
import io.spendstream.sink.recount.View;
import io.spendstream.sink.report.SpendSums;
import java.io.PrintWriter;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a reconciliation found, for people and for programs. */
final class ReconcileForms {
    private static final int COST_DECIMALS = 6;

    private ReconcileForms() {}

    /** A line of the table. */
    private record Line(String name, SpendSums sums, String compared, String drift) {}

    static void table(PrintWriter out, Reconciled found) {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(Topic.LEDGER.topicName(), found.ledger(), "", ""));
        for (View view : found.views()) {
            lines.add(new Line(view.name(), view.sums(), number(view.compared()), number(view.different())));
        }
        List<ColumnData<Line>> columns = List.of(
                left("view").with(Line::name),
                right("calls").with(number(SpendSums::calls)),
                right("prompt tokens").with(number(SpendSums::promptTokens)),
                right("completion tokens").with(number(SpendSums::completionTokens)),
                right("cost USD")
                        .with(line -> line.sums()
                                .costExact()
                                .setScale(COST_DECIMALS, RoundingMode.HALF_UP)
                                .toPlainString()),
                right("compared").with(Line::compared),
                right("drift").with(Line::drift));
        out.println(AsciiTable.getTable(AsciiTable.NO_BORDERS, lines, columns));
        out.println();
        foot(out, found);
        out.println(
                found.drift() == 0
                        ? "all views agree with the ledger"
                        : String.format(
                                Locale.ROOT, "DRIFT: %,d parts of the views differ from the ledger", found.drift()));
        for (View view : found.views()) {
            view.firstDifference().ifPresent(first -> say(out, view.name(), first));
        }
    }

    private static void say(PrintWriter out, String view, Difference first) {
        out.println("  %s first differs at %s".formatted(view, Output.printable(first.toString())));
        if (first.event() != null) {
            out.println("    the first event: %s"
                    .formatted(Output.printable(first.event().toString())));
        }
    }

    private static void foot(PrintWriter out, Reconciled found) {
        found.since().ifPresent(since -> out.println("lines of %s and later".formatted(since)));
        out.println("the tables are compared up to their position, partition:offset %s%s"
                .formatted(
                        positions(found.tables()),
                        found.behind() == 0
                                ? ", the end of the ledger"
                                : String.format(
                                        Locale.ROOT, "; the ledger has %,d offsets more by now", found.behind())));
        out.println("the totals are compared up to %s%s"
                .formatted(
                        positions(found.totals()),
                        found.totals().equals(found.ends())
                                ? ", the end of the ledger"
                                : "; lines up to %s may be in them or not".formatted(positions(found.ends()))));
        found.views().stream()
                .filter(view -> !view.note().isEmpty())
                .forEach(view -> out.println("%s: %s".formatted(view.name(), view.note())));
        found.omitted().forEach(out::println);
    }

    private static Function<Line, String> number(Function<SpendSums, Long> value) {
        return line -> number(value.apply(line.sums()));
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String positions(Map<Integer, Long> positions) {
        return positions.isEmpty()
                ? "none"
                : positions.entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + entry.getValue())
                        .collect(Collectors.joining(" "));
    }

    static void json(PrintWriter out, Reconciled found) {
        ObjectNode node = Output.object();
        node.put("drift", found.drift());
        node.put("ledger_topic_id", found.topicId());
        node.put("since", found.since().map(Object::toString).orElse(null));
        node.put("records_read", found.records());
        put(node.putObject("tables_up_to"), found.tables());
        put(node.putObject("totals_up_to"), found.totals());
        put(node.putObject("ledger_ends"), found.ends());
        node.set("ledger", sums(found.ledger()));
        ArrayNode views = node.putArray("views");
        found.views().forEach(view -> views.add(viewJson(view)));
        ArrayNode omitted = node.putArray("omitted");
        found.omitted().forEach(omitted::add);
        out.println(Output.json(node));
    }

    private static void put(ObjectNode node, Map<Integer, Long> positions) {
        positions.forEach((partition, offset) -> node.put(String.valueOf(partition), offset));
    }

    private static ObjectNode viewJson(View view) {
        ObjectNode node = Output.object();
        node.put("name", view.name());
        node.put("drift", view.different());
        node.put("compared", view.compared());
        node.set("sums", sums(view.sums()));
        if (!view.note().isEmpty()) {
            node.put("note", view.note());
        }
        view.firstDifference().ifPresent(first -> node.set("first_difference", differenceJson(first)));
        return node;
    }

    private static ObjectNode differenceJson(Difference difference) {
        ObjectNode node = Output.object();
        node.put("place", difference.place());
        put(node.putArray("figures"), difference.figures());
        DifferentEvent event = difference.event();
        if (event != null) {
            ObjectNode named = node.putObject("event");
            named.put("event_id", event.eventId());
            named.put("entry", event.entry());
            named.put("partition", event.partition());
            named.put("offset", event.offset());
            put(named.putArray("figures"), event.figures());
        }
        return node;
    }

    private static void put(ArrayNode array, List<Difference.Figure> figures) {
        for (Difference.Figure figure : figures) {
            array.addObject()
                    .put("name", figure.name())
                    .put("ledger", figure.ledger())
                    .put("view", figure.view());
        }
    }

    private static ObjectNode sums(SpendSums sums) {
        ObjectNode node = Output.object();
        node.put("calls", sums.calls());
        node.put("prompt_tokens", sums.promptTokens());
        node.put("completion_tokens", sums.completionTokens());
        node.put("cost", sums.costExact().toPlainString());
        return node;
    }
}
