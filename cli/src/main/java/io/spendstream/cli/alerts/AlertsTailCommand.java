package io.spendstream.cli.alerts;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.DurationText;
import io.spendstream.cli.Output;
import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.topics.TopicScan;
import io.spendstream.contract.AlertState;
import io.spendstream.contract.BudgetAlert;
import io.spendstream.contract.BudgetAlertJson;
import io.spendstream.contract.Topic;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spendstream alerts tail}: prints budget alerts as they come. */
@Command(
        name = "tail",
        description = "Prints budget alerts as they come, until it is stopped.",
        footer = {
            "",
            "Examples:",
            "  spendstream alerts tail",
            "  spendstream alerts tail --from beginning --for 5s --json"
        },
        mixinStandardHelpOptions = true)
final class AlertsTailCommand implements Callable<Integer> {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final String BEGINNING = "beginning";
    private static final String NOW = "now";

    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Option(
            names = "--from",
            paramLabel = "START",
            defaultValue = NOW,
            description = "Where to begin: beginning, with the oldest alert that is kept, or now"
                    + " (default: ${DEFAULT-VALUE}).")
    private String from = NOW;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "Stop by itself after this time, such as 60s.")
    private @Nullable Duration runFor;

    @Option(names = "--json", description = "Print each alert as it stands in the topic, one a line.")
    private boolean isJson;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (!from.equals(BEGINNING) && !from.equals(NOW)) {
            throw new IllegalArgumentException("--from must be beginning or now: " + from);
        }
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        long end = runFor == null ? Long.MAX_VALUE : System.nanoTime() + runFor.toNanos();
        Map<String, Object> kafka = connectionOptions.kafkaConnection().kafkaProperties();
        try (Consumer<byte[], byte[]> records = from.equals(BEGINNING)
                ? TopicScan.openAtBeginning(kafka, Topic.BUDGET_ALERTS)
                : TopicScan.openAtEnd(kafka, Topic.BUDGET_ALERTS)) {
            while (System.nanoTime() < end) {
                inOrder(records.poll(POLL)).forEach(alert -> out.println(isJson ? raw(alert) : line(alert)));
                out.flush();
            }
        }
        return CommandLine.ExitCode.OK;
    }

    /** Returns what came at once from several partitions in the order of its time. */
    private static List<ConsumerRecord<byte[], byte[]>> inOrder(ConsumerRecords<byte[], byte[]> records) {
        return StreamSupport.stream(records.spliterator(), false)
                .sorted(Comparator.comparingLong(ConsumerRecord::timestamp))
                .toList();
    }

    private static String raw(ConsumerRecord<byte[], byte[]> record) {
        return record.value() == null ? "null" : new String(record.value(), StandardCharsets.UTF_8);
    }

    private static String line(ConsumerRecord<byte[], byte[]> record) {
        try {
            BudgetAlert alert = BudgetAlertJson.read(requireNonNull(record.value()));
            String state = alert.state() == AlertState.RESOLVED
                    ? "resolved"
                    : alert.severity().wireName();
            return "%s  %-8s  %s".formatted(alert.time(), state, Output.printable(alert.message()));
        } catch (RuntimeException e) {
            return "%s-%d@%d  is no alert: %s"
                    .formatted(
                            record.topic(),
                            record.partition(),
                            record.offset(),
                            Output.printable(String.valueOf(e.getMessage())));
        }
    }
}
