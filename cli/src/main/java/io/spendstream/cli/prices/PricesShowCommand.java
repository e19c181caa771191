package io.spendstream.cli.prices;

import static java.util.Objects.requireNonNull;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import io.spendstream.cli.Output;
import io.spendstream.cli.TimeText;
import io.spendstream.cli.progress.Progress;
import io.spendstream.stream.pricing.PriceBook;
import io.spendstream.stream.pricing.PriceOrigin;
import io.spendstream.stream.pricing.PriceSpan;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spendstream prices show}: everything a book says of a model. */
@Command(
        name = "show",
        description = "Shows every price a model has and had, and which one counts at a time.",
        footer = {
            "",
            "Examples:",
            "  spendstream prices show o3 --at 2025-06-09",
            "  spendstream prices show gpt-4o --provider azure --book own.yaml",
            "  spendstream prices show gpt-4o --in-force"
        },
        mixinStandardHelpOptions = true)
final class PricesShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "The model, as the provider spells it.")
    private @Nullable String model;

    @Option(names = "--provider", paramLabel = "NAME", description = "The platform (default: all that have the model).")
    private @Nullable String provider;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = TimeText.class,
            description = "When the call was made: 2026-11-21 or RFC 3339 (default: now).")
    private @Nullable Instant at;

    @Mixin
    private BookOption bookOption = new BookOption();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        String name = requireNonNull(model);
        PriceBook book = bookOption.open(Progress.on(spec.commandLine().getErr()));
        Instant time = at == null ? Instant.now() : at;
        boolean isFound = false;
        for (String platform : provider == null ? book.namesByProvider().keySet() : new TreeSet<>(List.of(provider))) {
            List<PriceSpan> history = book.history(platform, name);
            if (!history.isEmpty()) {
                out.println("%s %s at %s".formatted(Output.printable(platform), Output.printable(name), time));
                print(out, history, time);
                isFound = true;
            }
        }
        out.println(isFound ? "book " + book.version() : "no price of '%s'".formatted(Output.printable(name)));
        return isFound ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static void print(PrintWriter out, List<PriceSpan> history, Instant time) {
        boolean isDecided = false;
        for (PriceSpan span : history) {
            PriceOrigin origin = span.origin();
            boolean isWinner = !isDecided && span.isForEveryone() && span.covers(time);
            isDecided |= isWinner;
            out.println();
            out.println("%s %s%s".formatted(isWinner ? "*" : " ", origin.priceId(), isWinner ? "   <- counts" : ""));
            if (origin.terms() != null) {
                out.println("  own price: " + Output.printable(origin.terms()));
            }
            out.println("  in force %s to %s, matched by %s".formatted(from(span), to(span), span.match()));
            out.println("  from %s, checked %s".formatted(Output.printable(origin.source()), origin.checked()));
            out.println("  names %s".formatted(Output.printable(String.join(", ", span.names()))));
            out.println(table(span.rates()));
        }
        if (!isDecided) {
            out.println();
            out.println("no price that everybody pays counts at this time");
        }
    }

    private static String table(Map<String, BigDecimal> rates) {
        return AsciiTable.getTable(
                AsciiTable.NO_BORDERS,
                List.copyOf(rates.entrySet()),
                List.of(
                        new Column()
                                .header("billed")
                                .headerAlign(HorizontalAlign.LEFT)
                                .dataAlign(HorizontalAlign.LEFT)
                                .with(Map.Entry::getKey),
                        new Column()
                                .header("USD")
                                .headerAlign(HorizontalAlign.RIGHT)
                                .dataAlign(HorizontalAlign.RIGHT)
                                .with(rate -> rate.getValue().toPlainString())));
    }

    private static String from(PriceSpan span) {
        return span.from().equals(Instant.MIN) ? "always" : span.from().toString();
    }

    private static String to(PriceSpan span) {
        return span.to().equals(Instant.MAX) ? "now" : span.to().toString();
    }
}
