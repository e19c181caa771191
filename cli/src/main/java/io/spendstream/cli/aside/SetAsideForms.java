package io.spendstream.cli.aside;

import static io.spendstream.cli.TableColumn.left;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.freva.asciitable.AsciiTable;
import io.spendstream.cli.Output;
import io.spendstream.sink.write.Readmission.Fate;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was done with lines that were set aside, or would be, for people and for programs. Not thread-safe. */
final class SetAsideForms {
    private static final int SHOWN_MAX = 20;
    private static final int WHY_WIDTH_MAX = 72;

    private final boolean isDryRun;
    private final Map<Fate, Long> counts = new EnumMap<>(Fate.class);
    private final List<Line> shown = new ArrayList<>();

    /** One line. */
    private record Line(String id, Fate fate, String why) {}

    SetAsideForms(boolean isDryRun) {
        this.isDryRun = isDryRun;
    }

    void add(String id, Fate fate, String why) {
        counts.merge(fate, 1L, Long::sum);
        if (shown.size() < SHOWN_MAX) {
            shown.add(new Line(id, fate, SetAsideLine.firstLine(why)));
        }
    }

    private static String words(Fate fate) {
        return switch (fate) {
            case WRITTEN -> "a row";
            case DUPLICATE -> "a copy of a row that is there";
            case STILL_REFUSED -> "refused again";
            case WRITTEN_BEFORE -> "a row since before";
        };
    }

    private long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    void table(PrintWriter out) {
        if (total() == 0) {
            out.println("no ledger lines wait to be written");
            return;
        }
        out.println(AsciiTable.getTable(
                AsciiTable.NO_BORDERS,
                shown,
                List.of(
                        left("id").with(Line::id),
                        left(isDryRun ? "would be" : "is").with(line -> words(line.fate())),
                        left("because").maxWidth(WHY_WIDTH_MAX).with(line -> Output.printable(line.why())))));
        if (total() > shown.size()) {
            out.println(String.format(Locale.ROOT, "and %,d more", total() - shown.size()));
        }
        out.println();
        counts.forEach((fate, count) -> out.println(String.format(Locale.ROOT, "%,8d %s", count, words(fate))));
        if (isDryRun) {
            out.println("nothing was written: this was a dry run");
        }
    }

    void json(PrintWriter out) {
        ObjectNode node = Output.object();
        node.put("dry_run", isDryRun);
        node.put("lines", total());
        ObjectNode fates = node.putObject("fates");
        for (Fate fate : Fate.values()) {
            fates.put(fate.name().toLowerCase(Locale.ROOT), counts.getOrDefault(fate, 0L));
        }
        ArrayNode first = node.putArray("first");
        for (Line line : shown) {
            first.addObject()
                    .put("id", line.id())
                    .put("fate", line.fate().name().toLowerCase(Locale.ROOT))
                    .put("why", line.why());
        }
        out.println(Output.json(node));
    }
}
