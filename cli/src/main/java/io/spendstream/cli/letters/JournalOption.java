package io.spendstream.cli.letters;

import io.spendstream.cli.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which agents' journals. */
final class JournalOption {
    @Option(
            names = "--journal",
            paramLabel = "DIR",
            required = true,
            description = "The journal folder of the agents of this host (journal.directory).")
    private Path journal = Path.of("");

    /** Returns the events that were set aside there; says to {@code progress} what cannot be read. */
    List<JournalEvent> read(Progress progress) throws IOException {
        return JournalEvent.in(journal, progress::say);
    }
}
