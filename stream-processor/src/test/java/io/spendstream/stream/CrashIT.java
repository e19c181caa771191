package io.spendstream.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.contract.UsageStatus;
import io.spendstream.testkit.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process is killed while it works, and everything is read again: the books must not move by a unit. */
final class CrashIT {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final int KILLS = 3;
    private static final int PARTITIONS = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final AtomicLong sent = new AtomicLong();
    private final List<UsageEvent> earlier = new ArrayList<>();
    private TestKafka kafka;
    private KafkaProducer<byte[], byte[]> producer;
    private FollowedBooks followed;
    private Process process;

    @BeforeEach
    void start() throws Exception {
        kafka = TestKafka.start();
        kafka.createTopics(PARTITIONS);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        followed = new FollowedBooks(kafka);
        startProcess();
    }

    @AfterEach
    void stop() throws Exception {
        kill();
        followed.close();
        producer.close();
        kafka.close();
    }

    @Test
    void theBooksAreExactAfterKillsAndAfterEverythingIsReadAgain() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            send(3_000);
            // somewhere in the middle of it, wherever that is
            long committed = followed.received();
            await().atMost(LONG).until(() -> followed.received() > committed);
            kill();
            startProcess();
        }
        send(1_000);
        await().atMost(LONG).until(() -> followed.received() >= sent.get());

        Books books = Books.of(kafka);
        assertExact(books);
        assertThat(books.received()).as("seed %d", seed).isEqualTo(sent.get());
        assertOneAlertPerThreshold();
        long alerts = kafka.drain(Topic.BUDGET_ALERTS).size();
        assertThat(alerts).isPositive();

        kill();
        rewind();
        startProcess();
        await().atMost(LONG).until(() -> followed.received() >= 2 * sent.get());

        Books again = Books.of(kafka);
        assertExact(again);
        assertThat(again.ledger()).as("seed %d", seed).isEqualTo(books.ledger());
        assertThat(again.totals()).as("seed %d", seed).isEqualTo(books.totals());
        assertThat(again.outcomes().get("accepted")).isEqualTo(books.outcomes().get("accepted"));
        assertThat(kafka.drain(Topic.BUDGET_ALERTS)).hasSize((int) alerts);
    }

    private void assertExact(Books books) {
        Set<String> entries = new HashSet<>();
        for (LedgerLine line : books.ledger()) {
            assertThat(entries.add(line.entry() + " " + line.eventId()))
                    .as("seed %d", seed)
                    .isTrue();
        }
        assertThat(books.totals()).as("seed %d", seed).isEqualTo(books.sums());
    }

    private void assertOneAlertPerThreshold() throws Exception {
        Set<String> ids = new HashSet<>();
        for (var alert : kafka.drain(Topic.BUDGET_ALERTS)) {
            String id = JSON.readTree(alert.value()).path("id").asText();
            assertThat(ids.add(id)).as("%s, seed %d", id, seed).isTrue();
        }
    }

    private void startProcess() throws Exception {
        process = ProcessorProgram.start(
                Map.of(
                        "bootstrap.servers", kafka.bootstrapServers(),
                        "state.dir", directory.resolve("state").toString(),
                        "instance.id", "one",
                        "topic.partitions", String.valueOf(PARTITIONS),
                        "budget.daily.limit.usd", "0.50"),
                directory.resolve("process.log").toFile());
    }

    private void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    /** Lets the application read the usage topic from its beginning again, which takes the group to be gone. */
    private void rewind() throws Exception {
        var beginning = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            beginning.put(new TopicPartition(Topic.USAGE.topicName(), partition), new OffsetAndMetadata(0));
        }
        try (Admin admin = kafka.admin()) {
            await().atMost(LONG)
                    .ignoreExceptions()
                    .untilAsserted(() -> admin.alterConsumerGroupOffsets("spendstream-stream-processor", beginning)
                            .all()
                            .get());
        }
    }

    private void send(int count) {
        for (int i = 0; i < count; i++) {
            byte[] value;
            String key;
            if (random.nextInt(50) == 0) {
                key = "garbage";
                value = new byte[random.nextInt(200)];
            } else {
                UsageEvent event = random.nextInt(4) == 0 && !earlier.isEmpty() ? copy() : newEvent();
                key = event.eventId();
                value = UsageEventJson.write(event);
            }
            var sending = producer.send(new ProducerRecord<>(Topic.USAGE.topicName(), key.getBytes(UTF_8), value));
            assertThat(sending).isNotNull();
            sent.incrementAndGet();
        }
        producer.flush();
    }

    private UsageEvent newEvent() {
        UsageStatus status = random.nextInt(5) == 0 ? UsageStatus.PROVISIONAL : UsageStatus.FINAL;
        // half of them recent, so that a day that may still alert is exceeded at whatever hour this runs
        int secondsAgo = random.nextInt(random.nextBoolean() ? 1_800 : 200_000);
        UsageEvent event = event("e" + sent.get(), Instant.now().minusSeconds(secondsAgo), status);
        earlier.add(event);
        return event;
    }

    /** Returns an earlier event as it was, or surer than it was, or contradicting it. */
    private UsageEvent copy() {
        UsageEvent original = earlier.get(random.nextInt(earlier.size()));
        return random.nextBoolean() ? original : event(original.eventId(), original.timestamp(), UsageStatus.FINAL);
    }

    private UsageEvent event(String id, Instant timestamp, UsageStatus status) {
        var attribution = Attribution.builder("session-" + random.nextInt(50))
                .team("team-" + random.nextInt(4))
                .taskType("task-" + random.nextInt(6))
                .agent("agent-" + random.nextInt(10))
                .build();
        String model = List.of("gpt-4o", "gpt-4o-mini", "no-such-model").get(random.nextInt(3));
        return new UsageEvent(
                id,
                timestamp,
                attribution,
                ModelCall.of("openai", model),
                UsageCounts.of(random.nextInt(2_000), random.nextInt(300)),
                status,
                null,
                null,
                null,
                Set.of());
    }
}
