package io.spendstream.cli.letters;

import static io.spendstream.cli.TableColumn.left;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.freva.asciitable.AsciiTable;
import io.spendstream.cli.Output;
import io.spendstream.cli.letters.Sorting.Sorted;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a replay did or would do, for people and for programs. Not thread-safe. */
final class ReplayForms {
    private static final int SHOWN_MAX = 20;

    private final boolean isDryRun;
    private final String what;
    private final Map<Fate, Long> counts = new EnumMap<>(Fate.class);
    private final List<Sorted> shown = new ArrayList<>();

    /** Creates forms of {@code what}, such as {@code dead letters}. */
    ReplayForms(boolean isDryRun, String what) {
        this.isDryRun = isDryRun;
        this.what = what;
    }

    void add(Sorted sorted) {
        counts.merge(sorted.fate(), 1L, Long::sum);
        if (shown.size() < SHOWN_MAX) {
            shown.add(sorted);
        }
    }

    private long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    void table(PrintWriter out) {
        if (total() == 0) {
            out.println("no such " + what);
            return;
        }
        out.println(AsciiTable.getTable(
                AsciiTable.NO_BORDERS,
                shown,
                List.of(
                        left("id").with(sorted -> sorted.letter().name()),
                        left("refused for").with(sorted -> sorted.letter().refusedFor()),
                        left("key")
                                .maxWidth(60)
                                .with(sorted -> Output.printable(sorted.letter().keyText())),
                        left(isDryRun ? "would be" : "is")
                                .with(sorted -> sorted.fate().toString()),
                        left("because").maxWidth(72).with(sorted -> Output.printable(sorted.why())))));
        if (total() > shown.size()) {
            out.println(String.format(Locale.ROOT, "and %,d more", total() - shown.size()));
        }
        out.println();
        counts.forEach((fate, count) -> out.println(String.format(Locale.ROOT, "%,8d %s", count, fate)));
        if (isDryRun) {
            out.println("nothing was sent: this was a dry run");
        }
    }

    void json(PrintWriter out) {
        ObjectNode node = Output.object();
        node.put("dry_run", isDryRun);
        node.put("letters", total());
        ObjectNode fates = node.putObject("fates");
        for (Fate fate : Fate.values()) {
            fates.put(fate.name().toLowerCase(Locale.ROOT), counts.getOrDefault(fate, 0L));
        }
        ArrayNode first = node.putArray("first");
        for (Sorted sorted : shown) {
            first.addObject()
                    .put("id", sorted.letter().name())
                    .put("reason", sorted.letter().refusedFor())
                    .put("key", sorted.letter().keyText())
                    .put("fate", sorted.fate().name().toLowerCase(Locale.ROOT))
                    .put("why", sorted.why());
        }
        out.println(Output.json(node));
    }
}
