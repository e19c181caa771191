package io.spendstream.cli.prices;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.Output;
import io.spendstream.stream.pricing.BookContent;
import io.spendstream.stream.pricing.BookFiles;
import io.spendstream.stream.pricing.PriceBook;
import io.spendstream.stream.pricing.PriceBookException;
import io.spendstream.yaml.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spendstream prices check}: would these files do as a price book? */
@Command(
        name = "check",
        description = "Reads price book files as one book, and says everything that is wrong or odd in them.",
        footer = {
            "",
            "Exit code 0 if the book can be used, 1 if not. Warnings do not stop it.",
            "",
            "Example:",
            "  spendstream prices check prices/"
        },
        mixinStandardHelpOptions = true)
final class PricesCheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "YAML or JSON files, or folders of them.")
    private List<Path> paths = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        try {
            PriceBook book = PriceBook.of(BookFiles.read(paths));
            print(out, "warning", book.warnings());
            out.println(summary(book));
            return CommandLine.ExitCode.OK;
        } catch (PriceBookException e) {
            print(out, "error", e.problems());
            out.println("not usable: %s".formatted(count(e.problems().size(), "error")));
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private static void print(PrintWriter out, String kind, List<Problem> problems) {
        problems.forEach(problem -> out.println("%s %s".formatted(kind, Output.printable(problem.toString()))));
    }

    private static String summary(PriceBook book) {
        BookContent content = book.content();
        String rest = content.extendsBundled()
                ? "the bundled book prices the rest"
                : "it does not extend the bundled book, so nothing else has a price";
        return "ok: %s, %s, %s; %s; %s%nbook %s"
                .formatted(
                        count(content.prices(), "price"),
                        count(content.discounts(), "discount"),
                        count(content.deployments(), "deployment"),
                        rest,
                        count(book.warnings().size(), "warning"),
                        book.version());
    }

    private static String count(int count, String noun) {
        return count == 1 ? "1 " + noun : count + " " + noun + "s";
    }
}
