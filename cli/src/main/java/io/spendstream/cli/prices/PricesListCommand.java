package io.spendstream.cli.prices;

import static io.spendstream.cli.TableColumn.left;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.ColumnData;
import io.spendstream.cli.Output;
import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.progress.Progress;
import io.spendstream.stream.book.PublishedBook;
import io.spendstream.stream.pricing.PriceBook;
import io.spendstream.stream.pricing.PriceOrigin;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spendstream prices list}: which prices are in force on an installation, and since when. */
@Command(
        name = "list",
        description = "Shows which prices are in force on an installation, since when, and by whom.",
        footer = {"", "Examples:", "  spendstream prices list", "  spendstream prices list --provider anthropic --json"
        },
        mixinStandardHelpOptions = true)
final class PricesListCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Option(names = "--provider", paramLabel = "NAME", description = "Only prices of this provider.")
    private @Nullable String provider;

    @Option(names = "--json", description = "Print JSON.")
    private boolean isJson;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        Optional<PublishedBook> published = ClusterBook.inForce(
                connectionOptions.kafkaConnection(),
                Progress.on(requireNonNull(spec).commandLine().getErr()));
        if (published.isEmpty() && isJson) {
            out.println(Output.json(nothing()));
            return CommandLine.ExitCode.OK;
        }
        if (published.isEmpty()) {
            out.println("no book was ever applied: each stream processor prices by the book it was configured with,"
                    + " the one of its release unless price.book says otherwise");
            return CommandLine.ExitCode.OK;
        }
        PriceBook book = published.get().open();
        List<PriceOrigin> prices = book.origins().stream()
                .filter(origin -> provider == null || origin.provider().equals(provider))
                .sorted(Comparator.comparing(PriceOrigin::provider)
                        .thenComparing(PriceOrigin::model)
                        .thenComparing(PriceOrigin::priceId))
                .toList();
        if (isJson) {
            out.println(Output.json(json(published.get(), book, prices)));
        } else {
            print(out, published.get(), book, prices);
        }
        return CommandLine.ExitCode.OK;
    }

    private static void print(PrintWriter out, PublishedBook published, PriceBook book, List<PriceOrigin> prices) {
        List<ColumnData<PriceOrigin>> columns = List.of(
                column("provider", PriceOrigin::provider),
                column("model", PriceOrigin::model),
                column("price", PriceOrigin::priceId),
                column("from", origin -> text(origin.effectiveFrom())),
                column("until", origin -> text(origin.effectiveTo())),
                column("checked", origin -> text(origin.checked())));
        out.println(AsciiTable.getTable(AsciiTable.NO_BORDERS, prices, columns));
        out.println();
        out.printf(
                "%d prices of price book %s, in force since %s (%s), applied by %s%n",
                prices.size(),
                book.version(),
                published.publishedAt(),
                age(published.publishedAt(), Instant.now()),
                Output.printable(published.head().operator()));
    }

    /** Returns how long ago {@code time} was, in the largest unit of which there is at least one. */
    static String age(Instant time, Instant now) {
        Duration age = Duration.between(time, now);
        if (age.toDays() > 0) {
            return age.toDays() + " d ago";
        }
        if (age.toHours() > 0) {
            return age.toHours() + " h ago";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + " min ago" : Math.max(age.toSeconds(), 0) + " s ago";
    }

    private static ColumnData<PriceOrigin> column(String header, Function<PriceOrigin, String> value) {
        return left(header).maxWidth(70).with(origin -> Output.printable(value.apply(origin)));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    /** Returns what the JSON says as long as no book was applied: the fields are there, and say so. */
    private static ObjectNode nothing() {
        ObjectNode node = Output.object();
        node.putNull("version");
        node.putNull("since");
        node.putNull("operator");
        node.putArray("prices");
        return node;
    }

    private static ObjectNode json(PublishedBook published, PriceBook book, List<PriceOrigin> prices) {
        ObjectNode node = Output.object();
        node.put("version", book.version());
        node.put("since", published.publishedAt().toString());
        node.put("operator", published.head().operator());
        ArrayNode list = node.putArray("prices");
        for (PriceOrigin origin : prices) {
            ObjectNode price = list.addObject();
            price.put("provider", origin.provider());
            price.put("model", origin.model());
            price.put("price_id", origin.priceId());
            price.put("effective_from", origin.effectiveFrom() == null ? null : text(origin.effectiveFrom()));
            price.put("effective_to", origin.effectiveTo() == null ? null : text(origin.effectiveTo()));
            price.put("source", origin.source());
            price.put("checked", text(origin.checked()));
        }
        return node;
    }
}
