package io.spendstream.cli.prices;

import io.spendstream.cli.progress.Progress;
import io.spendstream.stream.pricing.PriceBook;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which price book a command reads: a file, the one in force on an installation, or that of the release. */
final class BookOption {
    @Option(
            names = "--book",
            paramLabel = "FILE",
            description = "The price book, a file or a folder (default: the bundled one).")
    private @Nullable Path file;

    @Mixin
    private InForceOption inForce = new InForceOption();

    PriceBook open(Progress progress) throws IOException {
        if (inForce.isGiven()) {
            if (file != null) {
                throw new IllegalArgumentException("--book and --in-force name two books; keep one of them");
            }
            return inForce.open(progress);
        }
        return file == null ? PriceBook.bundled() : PriceBook.load(file);
    }
}
