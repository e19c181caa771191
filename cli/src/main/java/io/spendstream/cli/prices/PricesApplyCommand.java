package io.spendstream.cli.prices;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.progress.Progress;
import io.spendstream.stream.book.BookPublisher;
import io.spendstream.stream.book.BookTopic;
import io.spendstream.stream.book.PublishedBook;
import io.spendstream.stream.pricing.BookDiff;
import io.spendstream.stream.pricing.PriceBook;
import io.spendstream.stream.pricing.PriceBookException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spendstream prices apply}: puts a price book in force, in every running instance, without a restart. */
@Command(
        name = "apply",
        description = "Puts a price book in force in every running stream processor, without a restart.",
        footer = {
            "",
            "What was priced before keeps its price; what had none gets it by a correction,",
            "and spendstream prices reprice corrects the past.",
            "",
            "Examples:",
            "  spendstream prices apply prices.yaml",
            "  spendstream prices apply --bundled      the book of this release, nothing else",
            "  spendstream prices apply prices.yaml --dry-run"
        },
        mixinStandardHelpOptions = true)
final class PricesApplyCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "The files of the book, or folders of them. One that says extends: bundled adds to the book"
                    + " of this release, which is then published with it.")
    private List<Path> files = List.of();

    @Option(names = "--bundled", description = "Put the book of this release in force, without any file.")
    private boolean isBundled;

    @Option(names = "--dry-run", description = "Only say what would change.")
    private boolean isDryRun;

    @Mixin
    private Operator operator = new Operator();

    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (isBundled != files.isEmpty()) {
            throw new IllegalArgumentException(
                    "name the files of a price book, or give --bundled for the book of this release");
        }
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        Progress progress = Progress.on(spec.commandLine().getErr());
        Map<String, String> own = ownFiles();
        PriceBook book = own.isEmpty() ? PriceBook.bundled() : PriceBook.of(own);
        Map<String, String> bundled = own.isEmpty() || book.isExtension() ? PriceBook.bundledFiles() : Map.of();
        book.warnings().forEach(warning -> out.println("warning  " + warning));

        Connection connection = connectionOptions.kafkaConnection();
        BookTopic topic = ClusterBook.read(connection, progress);
        Optional<PublishedBook> there = topic.book();
        if (there.isPresent() && there.get().head().version().equals(book.version())) {
            out.printf(
                    "%s is already in force, since %s%n",
                    book.version(), there.get().publishedAt());
            return CommandLine.ExitCode.OK;
        }
        sayChanges(out, there, book);
        if (isDryRun) {
            out.println("nothing was changed: this was a dry run");
            return CommandLine.ExitCode.OK;
        }
        progress.run("publishing the book to " + connection.bootstrapServers(), () -> {
            try (var publisher = new BookPublisher(connection.kafkaProperties())) {
                publisher.publish(bundled, own, operator.name(), topic.files());
            }
        });
        out.printf("%s is in force%n", book.version());
        return CommandLine.ExitCode.OK;
    }

    private Map<String, String> ownFiles() {
        Map<String, String> own = new TreeMap<>();
        for (Path file : files) {
            PriceBook.filesAt(file).forEach((name, text) -> {
                if (own.put(name, text) != null) {
                    throw new IllegalArgumentException(
                            "two files of a price book must not have the same name: " + name);
                }
            });
        }
        return own;
    }

    private static void sayChanges(PrintWriter out, Optional<PublishedBook> there, PriceBook after) {
        if (there.isEmpty()) {
            out.printf(
                    "the first book on the topic: %s, %d prices%n",
                    after.version(), after.origins().size());
            return;
        }
        out.printf("%s → %s%n", there.get().head().version(), after.version());
        PriceBook before;
        try {
            before = there.get().open();
        } catch (PriceBookException e) {
            out.println("what differs cannot be said: this release cannot read the book in force");
            return;
        }
        DiffText.print(out, BookDiff.between(before, after), false);
    }
}
