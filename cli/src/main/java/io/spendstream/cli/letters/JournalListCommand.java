package io.spendstream.cli.letters;

import static io.spendstream.cli.TableColumn.left;
import static io.spendstream.cli.TableColumn.right;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.freva.asciitable.AsciiTable;
import io.spendstream.cli.Output;
import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.letters.DeadLettersListCommand.Outcomes;
import io.spendstream.cli.progress.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spendstream journal list}: which events agents set aside. */
@Command(
        name = "list",
        description = "Counts the events that agents set aside and shows the latest of them.",
        footer = {
            "",
            "Examples:",
            "  spendstream journal list --journal /var/lib/agent/journal",
            "  spendstream journal list --journal ./journal --limit 100 --json"
        },
        mixinStandardHelpOptions = true)
final class JournalListCommand implements Callable<Integer> {
    private static final int KEY_WIDTH_MAX = 60;

    @Mixin
    private JournalOption journal = new JournalOption();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many of the latest to show (default: ${DEFAULT-VALUE}).")
    private int limit = 20;

    @Option(names = "--json", description = "Print one JSON object a line, the event as text.")
    private boolean isJson;

    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (limit < 0) {
            throw new IllegalArgumentException("--limit must not be negative: " + limit);
        }
        CommandLine commandLine = requireNonNull(spec).commandLine();
        Progress progress = Progress.on(commandLine.getErr());
        List<JournalEvent> events = journal.read(progress);
        Outcomes outcomes = outcomes(connectionOptions, progress);
        List<JournalEvent> latest = events.subList(Math.max(0, events.size() - limit), events.size());
        PrintWriter out = commandLine.getOut();
        if (isJson) {
            latest.forEach(event -> out.println(toJson(event, outcomes)));
        } else if (events.isEmpty()) {
            out.println("no events were set aside");
        } else {
            out.println(String.format(Locale.ROOT, "%,d events that Kafka refused", events.size()));
            out.println(table(latest, outcomes));
        }
        return CommandLine.ExitCode.OK;
    }

    /** Returns what became of what was sent again. */
    static Outcomes outcomes(ConnectionOptions options, Progress progress) throws IOException {
        Map<String, Object> kafka = options.kafkaConnection().kafkaProperties();
        var outcomes = new Outcomes(Replay.readAll(kafka, progress));
        Letter.each(kafka, progress, outcomes::see);
        return outcomes;
    }

    static ObjectNode toJson(JournalEvent event, Outcomes outcomes) {
        ObjectNode node = Output.object();
        node.put("id", event.name());
        node.put("reason", event.refusedFor());
        node.put("key", event.keyText());
        node.put("bytes", event.value().length);
        node.put("replayed", outcomes.of(event));
        node.put("value", event.valueText());
        return node;
    }

    private static String table(List<JournalEvent> events, Outcomes outcomes) {
        return AsciiTable.getTable(
                AsciiTable.NO_BORDERS,
                events,
                List.of(
                        left("id").with(JournalEvent::name),
                        left("event").maxWidth(KEY_WIDTH_MAX).with(event -> Output.printable(event.keyText())),
                        right("bytes").with(event -> String.valueOf(event.value().length)),
                        left("replayed")
                                .with(event ->
                                        String.valueOf(outcomes.of(event)).replace("null", "no"))));
    }
}
