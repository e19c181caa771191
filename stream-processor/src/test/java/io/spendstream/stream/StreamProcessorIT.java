package io.spendstream.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.testkit.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole process, with a real broker. */
final class StreamProcessorIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path state;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private TestKafka kafka;
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void start() {
        kafka = TestKafka.start();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "max.request.size", 9 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        producer.close();
        kafka.close();
    }

    @Test
    void metersAnEvent() throws Exception {
        try (StreamProcessor processor = startProcessor()) {
            await().atMost(SOON).until(processor::isReady);
            send(event("e1", UsageCounts.of(1000, 100)));
            await().atMost(SOON).until(() -> !ledger().isEmpty());
            long start = System.nanoTime();
            send(event("e2", UsageCounts.of(1000, 100)));
            await().atMost(SOON).pollInterval(Duration.ofMillis(2)).until(() -> ledger().size() == 2);
            await().atMost(SOON)
                    .until(() -> meters.find("ai.events.accepted").functionCounter() != null
                            && meters.find("ai.events.accepted")
                                            .functionCounter()
                                            .count()
                                    == 2);
        }
    }

    private StreamProcessor startProcessor() {
        return StreamProcessor.start(
                StreamProcessorConfig.of(Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "state.dir",
                        state.toString(),
                        "topic.partitions",
                        "3",
                        "replication.factor",
                        "1")),
                meters);
    }

    private static UsageEvent event(String id, UsageCounts usage) {
        return UsageEvent.of(
                id,
                Instant.now(),
                Attribution.builder("s").taskType("chat").build(),
                ModelCall.of("openai", "gpt-4o"),
                usage);
    }

    private void send(UsageEvent event) throws Exception {
        producer.send(new ProducerRecord<>(
                        Topic.USAGE.topicName(), event.eventId().getBytes(UTF_8), UsageEventJson.write(event)))
                .get();
    }

    private List<LedgerLine> ledger() {
        return kafka.drain(Topic.LEDGER).stream()
                .map(line -> LedgerLineJson.read(line.value()))
                .toList();
    }
}
