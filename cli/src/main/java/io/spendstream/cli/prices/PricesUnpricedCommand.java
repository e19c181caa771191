package io.spendstream.cli.prices;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import io.spendstream.cli.Output;
import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.progress.Progress;
import io.spendstream.sink.report.LedgerReader;
import io.spendstream.sink.report.UnpricedModel;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spendstream prices unpriced}: what waits for a price. */
@Command(
        name = "unpriced",
        description = "Shows which models wait for a price: their calls have no cost until one is applied.",
        footer = {"", "Examples:", "  spendstream prices unpriced", "  spendstream prices unpriced --json"},
        mixinStandardHelpOptions = true)
final class PricesUnpricedCommand implements Callable<Integer> {
    private static final Duration CLOCKS_APART_MAX = Duration.ofHours(1);

    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean isJson;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Connection connection = connectionOptions.connection();
        List<UnpricedModel> waiting;
        try (LedgerReader reader = connection.openLedger()) {
            waiting = Progress.on(requireNonNull(spec).commandLine().getErr())
                    .during(
                            "reading the rows that wait for a price from " + connection.jdbcUrl(),
                            () -> reader.unpriced(Instant.EPOCH, Instant.now().plus(CLOCKS_APART_MAX)));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (isJson) {
            out.println(Output.json(json(waiting)));
        } else if (waiting.isEmpty()) {
            out.println("nothing waits for a price");
        } else {
            print(out, waiting);
        }
        return CommandLine.ExitCode.OK;
    }

    private static void print(PrintWriter out, List<UnpricedModel> waiting) {
        List<ColumnData<UnpricedModel>> columns = List.of(
                column("provider", HorizontalAlign.LEFT, UnpricedModel::provider),
                column("model", HorizontalAlign.LEFT, UnpricedModel::model),
                column("calls", HorizontalAlign.RIGHT, model -> number(model.calls())),
                column("tokens", HorizontalAlign.RIGHT, model -> number(model.tokens())),
                column(
                        "first seen",
                        HorizontalAlign.LEFT,
                        model -> model.firstSeen().toString()),
                column(
                        "last seen",
                        HorizontalAlign.LEFT,
                        model -> model.lastSeen().toString()));
        out.println(AsciiTable.getTable(AsciiTable.NO_BORDERS, waiting, columns));
        out.println();
        out.println("write their prices into a file that says extends: bundled, and put it in force with"
                + " spendstream prices apply FILE; the costs then come in by themselves");
    }

    private static ColumnData<UnpricedModel> column(
            String header, HorizontalAlign align, Function<UnpricedModel, String> value) {
        return new Column()
                .header(header)
                .headerAlign(align)
                .dataAlign(align)
                .maxWidth(70)
                .with(model -> Output.printable(value.apply(model)));
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static ObjectNode json(List<UnpricedModel> waiting) {
        ObjectNode node = Output.object();
        ArrayNode models = node.putArray("models");
        for (UnpricedModel model : waiting) {
            ObjectNode object = models.addObject();
            object.put("provider", model.provider());
            object.put("model", model.model());
            object.put("calls", model.calls());
            object.put("tokens", model.tokens());
            object.put("first_seen", model.firstSeen().toString());
            object.put("last_seen", model.lastSeen().toString());
        }
        return node;
    }
}
