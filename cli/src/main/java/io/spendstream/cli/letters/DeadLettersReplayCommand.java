package io.spendstream.cli.letters;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.letters.Sorting.Sorted;
import io.spendstream.cli.prices.Operator;
import io.spendstream.cli.progress.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spendstream dead-letters replay}: sends refused records again, each once. */
@Command(
        name = "replay",
        description = "Sends refused usage events again, after a new version or price book.",
        footer = {
            "",
            "Each letter is sent once, and that it was is kept beside it. An event that was",
            "counted meanwhile is not counted again: within the acceptance window the stream",
            "processor knows, and of what is older the table is asked first.",
            "",
            "Examples:",
            "  spendstream dead-letters replay --all --dry-run",
            "  spendstream dead-letters replay --reason cost_too_large",
            "  spendstream dead-letters replay --id 2@117,0@20 --operator ada"
        },
        mixinStandardHelpOptions = true)
final class DeadLettersReplayCommand implements Callable<Integer> {
    private static final int LETTERS_MAX = 500;
    private static final long BYTES_MAX = 8 << 20;

    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    @Option(names = "--dry-run", description = "Only say what would be sent.")
    private boolean isDryRun;

    @Option(names = "--json", description = "Print JSON.")
    private boolean isJson;

    @Mixin
    private Operator operator = new Operator();

    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Spec
    private @Nullable CommandSpec spec;

    /** Which letters. */
    static final class Choice {
        @Option(names = "--all", description = "All letters.")
        private boolean isAll;

        @Option(names = "--reason", paramLabel = "CODE", description = "All that were refused for this reason.")
        private @Nullable String reason;

        @Option(
                names = "--id",
                paramLabel = "ID",
                split = ",",
                description = "These letters, as dead-letters list names them.")
        private List<String> ids = List.of();
    }

    @Override
    public Integer call() throws Exception {
        if (choice.reason != null) {
            Letter.requireReason(choice.reason);
        }
        Set<LetterPlace> missing = new HashSet<>();
        choice.ids.forEach(id -> missing.add(LetterPlace.parse(id)));
        Set<LetterPlace> wanted = Set.copyOf(missing);
        Connection connection = connectionOptions.kafkaConnection();
        var forms = new ReplayForms(isDryRun, "dead letters");
        CommandLine commandLine = requireNonNull(spec).commandLine();
        var progress = Progress.on(commandLine.getErr());
        try (var counted = new CountedEvents(connection)) {
            if (isDryRun) {
                sort(connection, counted, wanted, forms::add, missing, progress);
            } else {
                replay(connection, counted, wanted, missing, forms, progress);
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no dead letter " + missing.iterator().next());
        }
        if (isJson) {
            forms.json(commandLine.getOut());
        } else {
            forms.table(commandLine.getOut());
        }
        return CommandLine.ExitCode.OK;
    }

    /** The sender comes first: what another one did before it was ended is then on the topic, and is read. */
    private void replay(
            Connection connection,
            CountedEvents counted,
            Set<LetterPlace> wanted,
            Set<LetterPlace> missing,
            ReplayForms forms,
            Progress progress) {
        try (var sender = new LetterSender(connection.kafkaProperties(), operator.name())) {
            var batch = new Batch(sender, progress);
            sort(
                    connection,
                    counted,
                    wanted,
                    sorted -> {
                        forms.add(sorted);
                        batch.add(sorted, wanted.isEmpty());
                    },
                    missing,
                    progress);
            if (missing.isEmpty()) { // else nothing is done by halves
                batch.send();
            }
        }
    }

    /** What is sent and kept in one transaction. */
    private static final class Batch {
        private final LetterSender sender;
        private final Progress progress;
        private final List<Sorted> letters = new ArrayList<>();
        private long bytes;
        private long done;

        private Batch(LetterSender sender, Progress progress) {
            this.sender = sender;
            this.progress = progress;
        }

        private void add(Sorted sorted, boolean mayBeSent) {
            if (!sorted.fate().isRecorded()) {
                return;
            }
            letters.add(sorted);
            bytes += sorted.letter().value().length;
            if (mayBeSent && (letters.size() >= LETTERS_MAX || bytes >= BYTES_MAX)) {
                send();
            }
        }

        private void send() {
            if (letters.isEmpty()) {
                return;
            }
            sender.send(letters, Instant.now());
            done += letters.size();
            progress.say(String.format(Locale.ROOT, "  %,d letters done", done));
            letters.clear();
            bytes = 0;
        }
    }

    private void sort(
            Connection connection,
            CountedEvents counted,
            Set<LetterPlace> wanted,
            Consumer<Sorted> consumer,
            Set<LetterPlace> missing,
            Progress progress) {
        Map<String, Object> kafka = connection.kafkaProperties();
        var sorting = new Sorting(Replay.readAll(kafka, progress), Instant.now(), counted);
        Letter.each(kafka, progress, letter -> {
            if (isChosen(letter, wanted)) {
                missing.remove(letter.place());
                consumer.accept(sorting.sort(letter));
            }
        });
    }

    private boolean isChosen(Letter letter, Set<LetterPlace> wanted) {
        return choice.isAll
                || letter.why().reason().wireName().equals(choice.reason)
                || wanted.contains(letter.place());
    }
}
