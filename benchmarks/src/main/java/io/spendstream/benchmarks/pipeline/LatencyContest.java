package io.spendstream.benchmarks.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.benchmarks.Contest;
import io.spendstream.benchmarks.Effort;
import io.spendstream.benchmarks.result.Comparison;
import io.spendstream.benchmarks.result.Samples;
import io.spendstream.benchmarks.result.Sense;
import io.spendstream.cli.Spendstream;
import io.spendstream.contract.Topic;
import io.spendstream.embedded.EmbeddedKafka;
import io.spendstream.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/**
 * How long an event takes from {@code record} to its committed row at half of what the whole pipeline of this machine,
 * broker and database included, can do at most. First the pipeline drains a full topic, which says the maximum; then
 * {@code spendstream measure latency} sends half as much to the same processes.
 */
public final class LatencyContest implements Contest {
    private static final double BAR_MILLIS = 1_000;
    private static final double SHARE = 0.5;
    private static final Duration SLACK = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public List<Comparison> run(Effort effort, Consumer<String> progress) throws Exception {
        List<Double> latencies = new ArrayList<>();
        List<String> rates = new ArrayList<>();
        for (int round = 1; round <= effort.rounds(); round++) {
            try (var folder = new WorkFolder();
                    var kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
                    var admin = Admin.create(Topics.settings(kafka.bootstrapServers()));
                    var postgres = Databases.start(folder)) {
                Topics.create(admin);
                Topics.fill(kafka.bootstrapServers(), Topic.USAGE.topicName(), effort.events());
                try (var streams = streams(folder, kafka);
                        var sink = sink(folder, kafka, postgres)) {
                    double most = Drain.perSecond(effort.events(), () -> Databases.rows(postgres), streams, sink);
                    int rate = (int) (most * SHARE);
                    double p99 = p99(folder, kafka, postgres, rate, effort.seconds());
                    latencies.add(p99);
                    rates.add(String.format(Locale.ROOT, "%,d", rate));
                    progress.accept(String.format(
                            Locale.ROOT,
                            "round %d: at most %,.0f events/s; at half of it p99 %.0f ms to the committed row",
                            round,
                            most,
                            p99));
                }
            }
        }
        return List.of(new Comparison(
                "record to committed row, p99",
                "half of the pipeline's maximum: " + String.join("; ", rates) + " events/s",
                "ms",
                Sense.LOWER,
                new Samples(latencies),
                null,
                BAR_MILLIS));
    }

    private static ChildProcess streams(WorkFolder folder, EmbeddedKafka kafka) throws Exception {
        return ChildProcess.start(
                StreamsContestant.class,
                folder.resolve("pipeline-stream-processor.log"),
                StreamsContestant.Kind.OURS.name(),
                kafka.bootstrapServers(),
                folder.resolve("state").toString());
    }

    private static ChildProcess sink(WorkFolder folder, EmbeddedKafka kafka, EmbeddedPostgres postgres)
            throws Exception {
        return ChildProcess.start(
                SinkContestant.class,
                folder.resolve("pipeline-sink.log"),
                kafka.bootstrapServers(),
                postgres.jdbcUrl(),
                postgres.user(),
                postgres.password(),
                "spendstream-sink");
    }

    private static double p99(WorkFolder folder, EmbeddedKafka kafka, EmbeddedPostgres postgres, int rate, int seconds)
            throws Exception {
        Path password = folder.resolve("password");
        Files.writeString(password, postgres.password());
        try (var measure = ChildProcess.start(
                Spendstream.class,
                folder.resolve("measure-latency.log"),
                "measure",
                "latency",
                "--json",
                "--rate=" + rate,
                "--for=%ds".formatted(seconds),
                "--warm-up=20s", // the processes have just started: a compiler at work takes a core
                "--bootstrap-servers=" + kafka.bootstrapServers(),
                "--jdbc-url=" + postgres.jdbcUrl(),
                "--jdbc-user=" + postgres.user(),
                "--jdbc-password-file=" + password)) {
            String text = measure.output(Duration.ofSeconds(seconds).plus(SLACK));
            JsonNode stages = JSON.readTree(text.substring(text.indexOf("\n{") + 1));
            return stages.required("committed_row").required("p99").doubleValue();
        }
    }
}
