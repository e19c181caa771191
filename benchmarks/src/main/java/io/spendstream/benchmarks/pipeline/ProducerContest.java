package io.spendstream.benchmarks.pipeline;

import io.spendstream.benchmarks.Contest;
import io.spendstream.benchmarks.Effort;
import io.spendstream.benchmarks.result.Comparison;
import io.spendstream.benchmarks.result.Samples;
import io.spendstream.benchmarks.result.Sense;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.embedded.EmbeddedKafka;
import io.spendstream.producer.TokenTracker;
import io.spendstream.producer.TokenTrackerConfig;
import io.spendstream.producer.shipper.ProducerSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * {@code record} with its journal, until all is acknowledged, beside a {@code KafkaProducer} alone with the same records
 * and settings. One thread records; the first fifth warms up.
 */
public final class ProducerContest implements Contest {
    private static final double BAR = 0.8;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int WARM_UP_PARTS = 5;
    private static final Duration FLUSH_MAX = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "producer";
    }

    @Override
    public List<Comparison> run(Effort effort, Consumer<String> progress) throws Exception {
        List<Double> ours = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        var workload = new Workload();
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < effort.events(); i++) {
            events.add(workload.next(Instant.now()));
        }
        for (int round = 1; round <= effort.rounds(); round++) {
            bare.add(withBroker((kafka, folder) -> bare(kafka, events)));
            ours.add(withBroker((kafka, folder) -> ours(kafka, folder, events)));
            progress.accept(String.format(
                    Locale.ROOT,
                    "round %d: ours %,.0f, KafkaProducer %,.0f events/s",
                    round,
                    ours.get(round - 1),
                    bare.get(round - 1)));
        }
        return List.of(new Comparison(
                "producer-lib, recorded to acknowledged",
                "KafkaProducer alone",
                "events/s",
                Sense.HIGHER,
                new Samples(ours),
                new Samples(bare),
                BAR));
    }

    private interface Trial {
        double run(EmbeddedKafka kafka, WorkFolder folder) throws Exception;
    }

    private static double withBroker(Trial trial) throws Exception {
        try (var folder = new WorkFolder();
                var kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
                var admin = Admin.create(Topics.settings(kafka.bootstrapServers()))) {
            Topics.create(admin);
            return trial.run(kafka, folder);
        }
    }

    private static double ours(EmbeddedKafka kafka, WorkFolder folder, List<UsageEvent> events) {
        var config = TokenTrackerConfig.of(Map.of(
                TokenTrackerConfig.BOOTSTRAP_SERVERS, kafka.bootstrapServers(),
                TokenTrackerConfig.JOURNAL_DIRECTORY, folder.resolve("journal").toString()));
        try (var tracker = new TokenTracker(config)) {
            return rate(events, tracker::record, () -> {
                if (!tracker.flush(FLUSH_MAX)) {
                    throw new IllegalStateException("not acknowledged within " + FLUSH_MAX);
                }
            });
        }
    }

    private static double bare(EmbeddedKafka kafka, List<UsageEvent> events) {
        Map<String, Object> settings = ProducerSettings.of(
                List.of(kafka.bootstrapServers()),
                Map.of("max.block.ms", "60000")); // it has no journal to fall back on
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            return rate(
                    events,
                    event -> {
                        var unused = producer.send(new ProducerRecord<>(
                                Topic.USAGE.topicName(),
                                event.eventId().getBytes(StandardCharsets.UTF_8),
                                UsageEventJson.write(event)));
                    },
                    producer::flush);
        }
    }

    private static double rate(List<UsageEvent> events, Consumer<UsageEvent> send, Runnable flush) {
        int warmUp = events.size() / WARM_UP_PARTS;
        events.subList(0, warmUp).forEach(send);
        flush.run();
        long begun = System.nanoTime();
        events.subList(warmUp, events.size()).forEach(send);
        flush.run();
        return (events.size() - warmUp) * NANOS_PER_SECOND / (System.nanoTime() - begun);
    }
}
