package io.spendstream.cli.prices;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.progress.Progress;
import io.spendstream.stream.pricing.BookDiff;
import io.spendstream.stream.pricing.PriceBook;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spendstream prices diff}: what calls cost by one book and by another. */
@Command(
        name = "diff",
        description = "Shows what calls cost by one price book and by another, over all time.",
        footer = {
            "",
            "Prices are USD per million tokens, or per unit.",
            "",
            "Examples:",
            "  spendstream prices diff own.yaml             own.yaml against the bundled book",
            "  spendstream prices diff own.yaml --in-force  against the one in force",
            "  spendstream prices diff before.yaml after.yaml"
        },
        mixinStandardHelpOptions = true)
final class PricesDiffCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "A book: a file or a folder.")
    private @Nullable Path first;

    @Parameters(index = "1", arity = "0..1", paramLabel = "FILE2", description = "A later book, to compare FILE with.")
    private @Nullable Path second;

    @Mixin
    private InForceOption inForce = new InForceOption();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        Path later = second;
        if (inForce.isGiven() && later != null) {
            throw new IllegalArgumentException("--in-force compares one FILE with the book in force; leave FILE2 out");
        }
        PriceBook one = PriceBook.load(requireNonNull(first));
        PriceBook before = later == null ? usual() : one;
        PriceBook after = later == null ? one : PriceBook.load(later);
        DiffText.print(out, BookDiff.between(before, after), true);
        return CommandLine.ExitCode.OK;
    }

    /** Returns what a book by itself is compared with. */
    private PriceBook usual() throws IOException {
        return inForce.isGiven()
                ? inForce.open(Progress.on(requireNonNull(spec).commandLine().getErr()))
                : PriceBook.bundled();
    }
}
