package io.spendstream.cli.aside;

import static io.spendstream.cli.TableColumn.left;
import static io.spendstream.cli.TableColumn.right;
import static java.util.Objects.requireNonNull;

import com.github.freva.asciitable.AsciiTable;
import io.spendstream.cli.Output;
import io.spendstream.cli.connection.ConnectionOptions;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spendstream set-aside list}: which ledger lines could not become rows. */
@Command(
        name = "list",
        description = "Counts the ledger lines that could not become rows and shows some of them.",
        footer = {"", "Examples:", "  spendstream set-aside list", "  spendstream set-aside list --limit 100 --json"},
        mixinStandardHelpOptions = true)
final class SetAsideListCommand implements Callable<Integer> {
    private static final int WHY_WIDTH_MAX = 72;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many to show, the last of the topic (default: ${DEFAULT-VALUE}).")
    private int limit = 20;

    @Option(names = "--json", description = "Print one JSON object a line, the record as text.")
    private boolean isJson;

    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (limit < 0) {
            throw new IllegalArgumentException("--limit must not be negative: " + limit);
        }
        Deque<SetAsideLine> shown = new ArrayDeque<>();
        long[] counts = {0, 0};
        SetAsideLine.each(SetAsideLine.open(connectionOptions.connection()), line -> {
            counts[0]++;
            counts[1] += line.kept().outcome().isEmpty() ? 1 : 0;
            shown.addLast(line);
            if (shown.size() > limit) {
                shown.removeFirst();
            }
        });
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        if (isJson) {
            shown.forEach(line -> out.println(line.toJson()));
        } else if (counts[0] == 0) {
            out.println("no ledger lines were set aside");
        } else {
            out.println(String.format(
                    Locale.ROOT, "%,d ledger lines were set aside, %,d of them are no rows yet", counts[0], counts[1]));
            out.println(table(List.copyOf(shown)));
        }
        return CommandLine.ExitCode.OK;
    }

    static String table(List<SetAsideLine> lines) {
        return AsciiTable.getTable(
                AsciiTable.NO_BORDERS,
                lines,
                List.of(
                        left("id").with(SetAsideLine::name),
                        left("set aside").with(line -> line.kept().rejectedAt().toString()),
                        left("because").maxWidth(WHY_WIDTH_MAX).with(line -> Output.printable(line.whyInShort())),
                        right("bytes").with(line -> String.valueOf(line.bytes())),
                        left("written").with(line -> Output.printable(line.outcome()))));
    }
}
