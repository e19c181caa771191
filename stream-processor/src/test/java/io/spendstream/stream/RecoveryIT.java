package io.spendstream.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.testkit.TestKafka;
import io.spendstream.testkit.Victim;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long nothing is counted after the only stream processor was killed and started again. It is said in the log, and
 * only what is far too long fails: how fast the machine is does not say how good the program is.
 */
class RecoveryIT {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryIT.class);
    private static final Duration LONG = Duration.ofMinutes(4);

    @TempDir
    private Path directory;

    private TestKafka kafka;
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void start() {
        kafka = TestKafka.start();
        kafka.createTopics(6);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        producer.close();
        kafka.close();
    }

    @Test
    void aProcessorWithoutANameIsBackSoon() {
        LOG.info("without instance.id, events flow again {} ms after a kill", pauseAfterKill(List.of()));
    }

    @Test
    void aProcessorWithANameIsBackSooner() {
        LOG.info("with instance.id, events flow again {} ms after a kill", pauseAfterKill(List.of("instance.id=only")));
    }

    private long pauseAfterKill(List<String> more) {
        List<String> settings = new ArrayList<>(more);
        settings.add("bootstrap.servers=" + kafka.bootstrapServers());
        settings.add("state.dir=" + directory.resolve("state"));
        Path log = directory.resolve("processors.log");
        try (Victim first = Victim.start(ProcessorProgram.class, null, log, settings)) {
            send("before");
            await().atMost(LONG).until(() -> kafka.drain(Topic.LEDGER).size() == 1);
            assertThat(first.isAlive()).isTrue();
        }
        long killed = System.nanoTime();
        try (Victim second = Victim.start(ProcessorProgram.class, null, log, settings)) {
            send("after");
            await().atMost(LONG).until(() -> kafka.drain(Topic.LEDGER).size() == 2);
            assertThat(second.isAlive()).isTrue();
        }
        return Duration.ofNanos(System.nanoTime() - killed).toMillis();
    }

    private void send(String id) {
        UsageEvent event = UsageEvent.of(
                id,
                Instant.now(),
                Attribution.builder("session").build(),
                ModelCall.of("openai", "gpt-4o"),
                UsageCounts.of(10, 5));
        var sent = producer.send(
                new ProducerRecord<>(Topic.USAGE.topicName(), id.getBytes(UTF_8), UsageEventJson.write(event)));
        assertThat(sent).succeedsWithin(LONG);
    }
}
