package io.spendstream.cli.prices;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.TimeText;
import io.spendstream.stream.pricing.PriceBook;
import io.spendstream.stream.pricing.lists.ListFormat;
import io.spendstream.stream.pricing.lists.ListImport;
import io.spendstream.stream.pricing.lists.PriceList;
import io.spendstream.stream.pricing.lists.Quarantined;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code spendstream prices import}: a public price list becomes a book file. */
@Command(
        name = "import",
        description = "Turns a public price list into a price book file, and shows what would change.",
        footer = {
            "",
            "Prices that change do so from --effective-from on; earlier ones stay as they",
            "were. If the book file is there already, the import goes on with it. Own prices",
            "and discounts come before those of a list.",
            "",
            "Example:",
            "  spendstream prices import --format litellm \\",
            "      model_prices_and_context_window.json -o prices/litellm.yaml"
        },
        mixinStandardHelpOptions = true)
final class PricesImportCommand implements Callable<Integer> {
    @Option(
            names = "--format",
            paramLabel = "NAME",
            required = true,
            converter = FormatText.class,
            description = "What the list is: litellm or genai-prices.")
    private @Nullable ListFormat format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "BOOK",
            description = "The book file to write or go on with (default: only show what would change).")
    private @Nullable Path output;

    @Option(
            names = "--quarantine",
            paramLabel = "FILE",
            description = "Where to say what was not taken, and why (default: standard error).")
    private @Nullable Path quarantine;

    @Option(
            names = "--effective-from",
            paramLabel = "TIME",
            converter = TimeText.class,
            description = "Since when changed prices hold (default: the list's own date, or now).")
    private @Nullable Instant since;

    @Parameters(paramLabel = "LIST", description = "The list, JSON or YAML.")
    private @Nullable Path list;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CommandLine command = requireNonNull(spec).commandLine();
        PriceList prices = prices(requireNonNull(list), requireNonNull(format));
        Path book = output;
        String earlier = book != null && Files.exists(book) ? Files.readString(book) : null;
        ListImport.Result result = ListImport.of(prices, earlier, effectiveFrom(prices.date()));
        PrintWriter out = command.getOut();
        DiffText.print(out, result.differences(), false);
        report(command.getErr(), result.quarantined());
        out.println("%d prices in force already, %d new entries, %d not taken, %d taken in part"
                .formatted(
                        result.unchanged(),
                        result.newEntries(),
                        result.quarantined().stream()
                                .filter(Quarantined::isWhole)
                                .count(),
                        result.quarantined().stream()
                                .filter(item -> !item.isWhole())
                                .count()));
        if (book == null) {
            out.println("nothing was written; -o FILE writes the book");
        } else {
            replace(book, result.text());
            out.println("written to " + book);
        }
        return CommandLine.ExitCode.OK;
    }

    private Instant effectiveFrom(@Nullable LocalDate listDate) {
        if (since != null) {
            return since;
        }
        return listDate == null
                ? Instant.now().truncatedTo(ChronoUnit.SECONDS)
                : listDate.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private void report(PrintWriter err, List<Quarantined> items) throws IOException {
        if (quarantine == null) {
            items.forEach(err::println);
        } else {
            Files.writeString(
                    quarantine, items.stream().map(item -> item + "\n").collect(Collectors.joining()));
        }
    }

    /** Writes beside the file and moves it into place: what reads it sees the old book or the new one. */
    private static void replace(Path book, String text) throws IOException {
        Path beside = book.resolveSibling(book.getFileName() + ".new");
        Files.writeString(beside, text);
        Files.move(beside, book, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static PriceList prices(Path file, ListFormat format) throws IOException {
        try {
            return format.read(Files.readString(file), PriceBook.bundled());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Formats as people write them. */
    static final class FormatText implements ITypeConverter<ListFormat> {
        @Override
        public ListFormat convert(String text) {
            return Arrays.stream(ListFormat.values())
                    .filter(format -> format.toString().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("must be litellm or genai-prices: " + text));
        }
    }
}
