package io.spendstream.cli.letters;

import static io.spendstream.cli.TableColumn.left;
import static io.spendstream.cli.TableColumn.right;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.freva.asciitable.AsciiTable;
import io.spendstream.cli.Output;
import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.progress.Progress;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spendstream dead-letters list}: how many records were refused for which reason, and the latest of them. */
@Command(
        name = "list",
        description = "Counts the refused records by reason and shows the latest of them.",
        footer = {
            "",
            "Examples:",
            "  spendstream dead-letters list",
            "  spendstream dead-letters list --reason conflict --limit 100 --json"
        },
        mixinStandardHelpOptions = true)
final class DeadLettersListCommand implements Callable<Integer> {
    private static final int EXCERPT_LENGTH_MAX = 60;

    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Option(names = "--reason", paramLabel = "CODE", description = "Only records refused for this reason.")
    private @Nullable String reason;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many of the latest to show (default: ${DEFAULT-VALUE}).")
    private int limit = 20;

    @Option(names = "--json", description = "Print one JSON object a line, the original bytes as text.")
    private boolean isJson;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (limit < 0) {
            throw new IllegalArgumentException("--limit must not be negative: " + limit);
        }
        if (reason != null) {
            Letter.requireReason(reason);
        }
        Map<String, Object> kafka = connectionOptions.kafkaConnection().kafkaProperties();
        Progress progress = Progress.on(requireNonNull(spec).commandLine().getErr());
        var outcomes = new Outcomes(Replay.readAll(kafka, progress));
        Map<String, Long> counts = new TreeMap<>();
        // Partitions are read one after another, so the latest are not the last that come.
        Queue<Letter> latest = new PriorityQueue<>(Letter.BY_ARRIVAL);
        Letter.each(kafka, progress, letter -> {
            outcomes.see(letter);
            collect(letter, counts, latest);
        });
        PrintWriter out = spec.commandLine().getOut();
        if (isJson) {
            inOrder(latest).forEach(letter -> out.println(toJson(letter, outcomes)));
            return CommandLine.ExitCode.OK;
        }
        long total = counts.values().stream().mapToLong(Long::longValue).sum();
        if (total == 0) {
            out.println("no dead letters" + (reason == null ? "" : " for reason " + reason));
            return CommandLine.ExitCode.OK;
        }
        out.println(counts.entrySet().stream()
                .map(count -> "%s %,d".formatted(count.getKey(), count.getValue()))
                .collect(Collectors.joining(", ", String.format(Locale.ROOT, "%,d dead letters: ", total), "")));
        out.println(table(inOrder(latest), outcomes));
        return CommandLine.ExitCode.OK;
    }

    private void collect(Letter letter, Map<String, Long> counts, Queue<Letter> latest) {
        String code = letter.why().reason().wireName();
        if (reason != null && !code.equals(reason)) {
            return;
        }
        counts.merge(code, 1L, Long::sum);
        latest.add(letter);
        if (latest.size() > limit) {
            latest.remove();
        }
    }

    private static List<Letter> inOrder(Queue<Letter> latest) {
        return latest.stream().sorted(Letter.BY_ARRIVAL).toList();
    }

    static ObjectNode toJson(Letter letter, Outcomes outcomes) {
        ObjectNode node = Output.object();
        node.put("id", letter.place().toString());
        node.put("reason", letter.why().reason().wireName());
        node.put("detail", letter.why().detail());
        node.put("arrived_at", letter.why().arrivedAt().toString());
        node.put("topic", letter.why().topic());
        node.put("partition", letter.why().partition());
        node.put("offset", letter.why().offset());
        node.put("key", letter.keyText());
        node.put("bytes", letter.value().length);
        node.put("replayed", outcomes.of(letter));
        node.put("value", letter.valueText());
        return node;
    }

    private static String table(List<Letter> letters, Outcomes outcomes) {
        return AsciiTable.getTable(
                AsciiTable.NO_BORDERS,
                letters,
                List.of(
                        left("id").with(letter -> letter.place().toString()),
                        left("arrived").with(letter -> letter.why().arrivedAt().toString()),
                        left("reason").with(letter -> letter.why().reason().wireName()),
                        left("detail")
                                .maxWidth(72)
                                .with(letter -> Output.printable(letter.why().detail())),
                        left("from").with(Letter::origin),
                        left("key").with(letter -> excerpt(letter.keyText())),
                        right("bytes").with(letter -> String.valueOf(letter.value().length)),
                        left("replayed")
                                .with(letter ->
                                        String.valueOf(outcomes.of(letter)).replace("null", "no"))));
    }

    private static String excerpt(String text) {
        String printable = Output.printable(text);
        return printable.length() <= EXCERPT_LENGTH_MAX ? printable : printable.substring(0, EXCERPT_LENGTH_MAX) + "…";
    }

    /** What became of letters that were sent again: those that came back are dead letters once more. */
    static final class Outcomes {
        private final Map<String, Replay> replays;
        private final Map<String, String> refusedAgain = new HashMap<>();
        private final Map<String, List<String>> sentTo = new HashMap<>();

        Outcomes(Map<String, Replay> replays) {
            this.replays = replays;
            replays.forEach((id, replay) -> {
                if (replay.sentTo() != null) {
                    sentTo.computeIfAbsent(replay.sentTo(), key -> new ArrayList<>())
                            .add(id);
                }
            });
        }

        /** Looks whether {@code letter} is one that was sent again. */
        void see(Letter letter) {
            sentTo.getOrDefault(letter.origin(), List.of())
                    .forEach(id -> refusedAgain.put(id, letter.why().reason().wireName()));
        }

        /** Returns what became of {@code letter}; null if it was never sent again. */
        @Nullable
        String of(Resendable letter) {
            Replay replay = replays.get(letter.id());
            if (replay == null) {
                return null;
            }
            String again = refusedAgain.get(letter.id());
            return again == null ? replay.toString() : "refused again: " + again;
        }
    }
}
