package io.spendstream.cli.prices;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.progress.Progress;
import io.spendstream.cli.progress.Work;
import io.spendstream.cli.report.Period;
import io.spendstream.contract.LedgerLine;
import io.spendstream.sink.report.EventQuery;
import io.spendstream.sink.report.LedgerEntry;
import io.spendstream.sink.report.LedgerReader;
import io.spendstream.stream.ledger.OrderPublisher;
import io.spendstream.stream.ledger.Repricing;
import io.spendstream.stream.pricing.PriceBook;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spendstream prices reprice}: corrects what calls of the past cost, by the book in force. */
@Command(
        name = "reprice",
        description = "Corrects what calls of the past cost, by the price book in force.",
        footer = {
            "",
            "Each call whose cost changes gets a further ledger line with the difference, the",
            "reason repriced and the operator. Running it twice changes nothing.",
            "",
            "Examples:",
            "  spendstream prices reprice --provider openai --model gpt-4o \\",
            "      --since 2026-11-01 --until 2026-11-20 --dry-run",
            "  spendstream prices reprice --provider openai --model gpt-4o --since 7d \\",
            "      --team search --operator ada"
        },
        mixinStandardHelpOptions = true)
final class PricesRepriceCommand implements Callable<Integer> {
    @Option(names = "--provider", paramLabel = "NAME", required = true, description = "Who billed the calls.")
    private String provider = "";

    @Option(
            names = "--model",
            paramLabel = "NAME",
            required = true,
            description = "The model, as the provider spells it or as the price book names it.")
    private String model = "";

    @Option(
            names = {"--since", "--from"},
            paramLabel = "TIME",
            required = true,
            description = "The first day (2026-11-21) or moment (RFC 3339) that counts, or how long ago (24h, 7d).")
    private String since = "";

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "The last day that counts, or the first moment that no longer counts; default: today.")
    private @Nullable String until;

    @Option(names = "--team", paramLabel = "NAME", description = "Only calls that this team pays for.")
    private @Nullable String team;

    @Option(names = "--dry-run", description = "Only say, by team and day, what would change.")
    private boolean isDryRun;

    @Option(names = "--json", description = "Print JSON.")
    private boolean isJson;

    @Mixin
    private Operator operator = new Operator();

    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Period period = Period.of(since, until, ZoneOffset.UTC, Instant.now());
        var query = new EventQuery(provider, model, period.since(), period.until(), team);
        String name = operator.name();
        Connection connection = connectionOptions.connection();
        Progress progress = Progress.on(requireNonNull(spec).commandLine().getErr());
        PriceBook book = bookInForce(connection, progress);
        var sums = new RepricingSums(query, book.version());
        try (Work work = progress.begin("pricing again", "calls", 0);
                LedgerReader reader = connection.openLedger()) {
            if (isDryRun) {
                reader.events(query, event -> {
                    sums.add(reprice(event, book, name));
                    work.advance(1);
                });
            } else {
                new SinkLag(connection).requireSmall(reader.freshness());
                order(
                        connection,
                        publisher -> reader.events(query, event -> {
                            Repricing repricing = reprice(event, book, name);
                            sums.add(repricing);
                            work.advance(1);
                            LedgerLine order = repricing.order();
                            if (order != null) {
                                publisher.send(order);
                            }
                        }));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (isJson) {
            RepricingForms.json(out, sums, isDryRun);
        } else {
            RepricingForms.table(out, sums, isDryRun);
        }
        return CommandLine.ExitCode.OK;
    }

    private static void order(Connection connection, Consumer<OrderPublisher> orders) {
        try (var publisher = new OrderPublisher(connection.kafkaProperties())) {
            orders.accept(publisher);
            publisher.flush();
        }
    }

    private static Repricing reprice(List<LedgerEntry> event, PriceBook book, String operator) {
        return Repricing.of(event.stream().map(LedgerEntry::line).toList(), book::price, operator);
    }

    /** Returns the book the stream processors price by; one that only some of them know corrects nothing. */
    private static PriceBook bookInForce(Connection connection, Progress progress) {
        return ClusterBook.inForce(connection, progress)
                .orElseThrow(
                        () -> new IllegalStateException("no price book was applied, so there is none to reprice by;"
                                + " apply one with spendstream prices apply"))
                .open();
    }
}
