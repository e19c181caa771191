package io.spendstream.cli.topics;

import static io.spendstream.cli.TableColumn.left;
import static io.spendstream.cli.TableColumn.right;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.freva.asciitable.AsciiTable;
import io.spendstream.cli.Output;
import io.spendstream.cli.instance.ConnectionOptions;
import io.spendstream.cli.instance.Progress;
import io.spendstream.contract.DeadLetter;
import io.spendstream.contract.RejectionReason;
import io.spendstream.contract.Topic;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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

    /** A refused record. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Entry(DeadLetter letter, String key, byte[] value) {}

    private static final Comparator<Entry> BY_ARRIVAL = Comparator.comparing(
                    (Entry entry) -> entry.letter().arrivedAt())
            .thenComparing(entry -> entry.letter().offset());

    @Override
    public Integer call() throws Exception {
        if (limit < 0) {
            throw new IllegalArgumentException("--limit must not be negative: " + limit);
        }
        if (reason != null && RejectionReason.of(reason).isEmpty()) {
            throw new IllegalArgumentException("--reason must be one of %s: %s"
                    .formatted(
                            Arrays.stream(RejectionReason.values())
                                    .map(RejectionReason::wireName)
                                    .collect(Collectors.joining(", ")),
                            reason));
        }
        Map<String, Long> counts = new TreeMap<>();
        // Partitions are read one after another, so the latest are not the last that come.
        Queue<Entry> latest = new PriorityQueue<>(BY_ARRIVAL);
        TopicScan.run(
                connectionOptions.kafkaConnection().kafkaProperties(),
                Topic.DEAD_LETTERS,
                Progress.on(requireNonNull(spec).commandLine().getErr()),
                record -> collect(record, counts, latest));
        PrintWriter out = spec.commandLine().getOut();
        if (isJson) {
            inOrder(latest).forEach(entry -> out.println(toJson(entry).toString()));
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
        out.println(table(inOrder(latest)));
        return CommandLine.ExitCode.OK;
    }

    private boolean collect(ConsumerRecord<byte[], byte[]> record, Map<String, Long> counts, Queue<Entry> latest) {
        DeadLetter letter = DeadLetter.fromHeaders(record.headers());
        if (reason != null && !letter.reason().wireName().equals(reason)) {
            return true;
        }
        counts.merge(letter.reason().wireName(), 1L, Long::sum);
        byte[] key = record.key();
        byte[] value = record.value();
        latest.add(new Entry(
                letter,
                key == null ? "" : new String(key, StandardCharsets.UTF_8),
                value == null ? new byte[0] : value));
        if (latest.size() > limit) {
            latest.remove();
        }
        return true;
    }

    private static List<Entry> inOrder(Queue<Entry> latest) {
        return latest.stream().sorted(BY_ARRIVAL).toList();
    }

    private static ObjectNode toJson(Entry entry) {
        ObjectNode node = Output.object();
        node.put("reason", entry.letter().reason().wireName());
        node.put("detail", entry.letter().detail());
        node.put("arrived_at", entry.letter().arrivedAt().toString());
        node.put("topic", entry.letter().topic());
        node.put("partition", entry.letter().partition());
        node.put("offset", entry.letter().offset());
        node.put("key", entry.key());
        node.put("bytes", entry.value().length);
        node.put("value", new String(entry.value(), StandardCharsets.UTF_8));
        return node;
    }

    private static String table(List<Entry> entries) {
        return AsciiTable.getTable(
                AsciiTable.NO_BORDERS,
                entries,
                List.of(
                        left("arrived").with(entry -> entry.letter().arrivedAt().toString()),
                        left("reason").with(entry -> entry.letter().reason().wireName()),
                        left("detail")
                                .maxWidth(72)
                                .with(entry -> Output.printable(entry.letter().detail())),
                        left("from")
                                .with(entry -> "%s/%d@%d"
                                        .formatted(
                                                entry.letter().topic(),
                                                entry.letter().partition(),
                                                entry.letter().offset())),
                        left("key").with(entry -> excerpt(entry.key())),
                        right("bytes").with(entry -> String.valueOf(entry.value().length))));
    }

    private static String excerpt(String text) {
        String printable = Output.printable(text);
        return printable.length() <= EXCERPT_LENGTH_MAX ? printable : printable.substring(0, EXCERPT_LENGTH_MAX) + "…";
    }
}
