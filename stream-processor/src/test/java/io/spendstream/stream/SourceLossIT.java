package io.spendstream.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.stream.intake.SourceChangedException;
import io.spendstream.testkit.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that are gone before they were processed: the stream processor stops and says so, and never jumps. */
final class SourceLossIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int PARTITIONS = 2;
    private static final String CHANGELOG = "spendstream-stream-processor-arrivals-changelog";

    @TempDir
    Path state;

    private TestKafka kafka;
    private KafkaProducer<byte[], byte[]> producer;
    private int sent;

    @BeforeEach
    void start() {
        kafka = TestKafka.start();
        producer = newProducer();
    }

    private KafkaProducer<byte[], byte[]> newProducer() {
        return new KafkaProducer<>(
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
    void stopsIfTheTopicWasMadeAnewAndHasEventsAlready() throws Exception {
        processSomeEvents();
        recreateUsage();
        send(10);

        assertThatThrownBy(this::startProcessor)
                .isInstanceOf(SourceChangedException.class)
                .hasMessageContaining("Bring the old topic back");
        assertThat(Books.of(kafka).received()).isEqualTo(20);
    }

    @Test
    void stopsIfTheTopicWasMadeAnewAndIsEmpty() throws Exception {
        processSomeEvents();
        recreateUsage();

        try (StreamProcessor processor = startProcessor()) {
            await().atMost(LONG).until(() -> !processor.isAlive());
            send(10);
        }
        assertThat(Books.of(kafka).received()).isEqualTo(20);
    }

    @Test
    void stopsIfTheTopicIsMadeAnewWhileItReads() throws Exception {
        try (StreamProcessor processor = startProcessor()) {
            await().atMost(LONG).until(processor::isReady);
            send(20);
            await().atMost(LONG).until(() -> Books.of(kafka).received() == 20);

            recreateUsage();

            await().atMost(LONG).until(() -> !processor.isAlive());
        }
    }

    @Test
    void stopsIfRetentionHasPassedItsPosition() throws Exception {
        processSomeEvents();
        send(30);
        try (Admin admin = kafka.admin()) {
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            for (int i = 0; i < PARTITIONS; i++) {
                all.put(new TopicPartition(Topic.USAGE.topicName(), i), RecordsToDelete.beforeOffset(-1));
            }
            admin.deleteRecords(all).all().get();
        }

        assertThatThrownBy(this::startProcessor)
                .isInstanceOf(SourceChangedException.class)
                .hasMessageContaining("its retention has deleted some unread")
                .hasMessageContaining("kafka-consumer-groups.sh --reset-offsets");
        assertThat(Books.of(kafka).received()).isEqualTo(20);
    }

    @Test
    void eventsFromBeforeTheFirstStartAreProcessedFromTheBeginning() throws Exception {
        kafka.createTopics(PARTITIONS);
        send(15);

        try (StreamProcessor processor = startProcessor()) {
            await().atMost(LONG).until(() -> Books.of(kafka).received() == 15);
            assertThat(processor.isAlive()).isTrue();
        }
    }

    @Test
    void whatWasAbortedWasNotProcessed() throws Exception {
        kafka.createTopics(PARTITIONS);
        send(15);
        abortTheFirstTransactions();

        try (StreamProcessor processor = startProcessor()) {
            await().atMost(LONG).until(() -> Books.of(kafka).received() == 15);
            assertThat(processor.isAlive()).isTrue();
        }
    }

    /** Leaves what a processor leaves that was killed before its first commit. */
    private void abortTheFirstTransactions() throws Exception {
        try (Admin admin = kafka.admin()) {
            var compacted = Map.of("cleanup.policy", "compact");
            admin.createTopics(List.of(new NewTopic(CHANGELOG, PARTITIONS, (short) 1).configs(compacted)))
                    .all()
                    .get();
        }
        try (var killed = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "killed"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            killed.initTransactions();
            killed.beginTransaction();
            for (int i = 0; i < PARTITIONS; i++) {
                killed.send(new ProducerRecord<>(CHANGELOG, i, "latest".getBytes(UTF_8), new byte[Long.BYTES]))
                        .get();
            }
            killed.abortTransaction();
        }
    }

    private void processSomeEvents() throws Exception {
        try (StreamProcessor processor = startProcessor()) {
            await().atMost(LONG).until(processor::isReady);
            send(20);
            await().atMost(LONG).until(() -> Books.of(kafka).received() == 20);
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
                        String.valueOf(PARTITIONS))),
                new SimpleMeterRegistry());
    }

    private void recreateUsage() throws Exception {
        producer.close();
        try (Admin admin = kafka.admin()) {
            admin.deleteTopics(List.of(Topic.USAGE.topicName())).all().get();
            await().atMost(LONG).until(() -> !admin.listTopics().names().get().contains(Topic.USAGE.topicName()));
            kafka.createTopics(PARTITIONS);
        }
        producer = newProducer();
        await().atMost(LONG)
                .until(() -> producer.partitionsFor(Topic.USAGE.topicName()).size() == PARTITIONS);
    }

    private void send(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            UsageEvent event = UsageEvent.of(
                    "e-" + sent++,
                    Instant.now(),
                    Attribution.builder("s").build(),
                    ModelCall.of("openai", "gpt-4o"),
                    UsageCounts.of(10, 1));
            producer.send(new ProducerRecord<>(
                            Topic.USAGE.topicName(), event.eventId().getBytes(UTF_8), UsageEventJson.write(event)))
                    .get();
        }
    }
}
