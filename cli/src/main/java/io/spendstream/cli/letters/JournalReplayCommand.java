package io.spendstream.cli.letters;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.letters.Sorting.Sorted;
import io.spendstream.cli.prices.Operator;
import io.spendstream.cli.progress.Progress;
import io.spendstream.producer.shipper.RecordRefusal;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spendstream journal replay}: sends events that were set aside again, each once. */
@Command(
        name = "replay",
        description = "Sends the events that agents set aside again, once Kafka takes them.",
        footer = {
            "",
            "Each event is sent once, and that it was is kept in Kafka. An event that was",
            "counted meanwhile is not counted again: within the acceptance window the stream",
            "processor knows, and of what is older the table is asked first. The files stay",
            "as they are: once all of their events are sent, they may be deleted.",
            "",
            "Examples:",
            "  spendstream journal replay --journal ./journal --all --dry-run",
            "  spendstream journal replay --journal ./journal --all --operator ada"
        },
        mixinStandardHelpOptions = true)
final class JournalReplayCommand implements Callable<Integer> {
    @Mixin
    private JournalOption journal = new JournalOption();

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

    /** Which events. */
    static final class Choice {
        @Option(names = "--all", description = "All that were set aside.")
        private boolean isAll;

        @Option(names = "--id", paramLabel = "ID", split = ",", description = "These, as journal list names them.")
        private List<String> ids = List.of();
    }

    @Override
    public Integer call() throws Exception {
        CommandLine commandLine = requireNonNull(spec).commandLine();
        var progress = Progress.on(commandLine.getErr());
        List<JournalEvent> chosen = chosen(progress);
        Connection connection = connectionOptions.kafkaConnection();
        var forms = new ReplayForms(isDryRun, "events");
        try (var counted = new CountedEvents(connection)) {
            if (isDryRun) {
                var sorting = sorting(connection, counted, progress);
                chosen.forEach(event -> forms.add(sorting.sort(event)));
            } else {
                // the sender comes first: what another one did before it was ended is then on the topic, and is read
                try (var sender = new LetterSender(connection.kafkaProperties(), operator.name())) {
                    var sorting = sorting(connection, counted, progress);
                    chosen.forEach(event -> forms.add(sent(sorting.sort(event), sender)));
                }
            }
        }
        if (isJson) {
            forms.json(commandLine.getOut());
        } else {
            forms.table(commandLine.getOut());
        }
        return CommandLine.ExitCode.OK;
    }

    private List<JournalEvent> chosen(Progress progress) throws IOException {
        List<JournalEvent> events = journal.read(progress);
        Set<String> missing = new TreeSet<>(choice.ids);
        events.forEach(event -> missing.remove(event.name()));
        if (!missing.isEmpty()) {
            throw JournalEvent.noSuch(missing.iterator().next());
        }
        return events.stream()
                .filter(event -> choice.isAll || choice.ids.contains(event.name()))
                .toList();
    }

    private static Sorting sorting(Connection connection, CountedEvents counted, Progress progress) {
        return new Sorting(Replay.readAll(connection.kafkaProperties(), progress), Instant.now(), counted);
    }

    /** Sends one event in a transaction of its own: another that Kafka refuses again does not stop it. */
    private static Sorted sent(Sorted sorted, LetterSender sender) {
        if (!sorted.fate().isRecorded()) {
            return sorted;
        }
        try {
            sender.send(List.of(sorted), Instant.now());
            return sorted;
        } catch (IllegalStateException e) {
            Throwable refusal = e.getCause();
            if (refusal != null && RecordRefusal.isIn(refusal)) {
                return new Sorted(sorted.letter(), Fate.STILL_REFUSED, "Kafka: " + refusal.getMessage());
            }
            throw e;
        }
    }
}
