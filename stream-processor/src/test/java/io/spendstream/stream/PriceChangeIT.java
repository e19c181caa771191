package io.spendstream.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.stream.book.BookPublisher;
import io.spendstream.stream.book.TestBooks;
import io.spendstream.testkit.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A book is published while two instances run, and is still in force when they have been started anew. */
final class PriceChangeIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int EVENTS = 60;

    @TempDir
    private Path state;

    private TestKafka kafka;
    private KafkaProducer<byte[], byte[]> producer;
    private int sent;

    @BeforeEach
    void start() {
        kafka = TestKafka.start();
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
    void aPriceChangeReachesEveryRunningInstanceAndOutlivesARestart() throws Exception {
        var oneMeters = new SimpleMeterRegistry();
        var twoMeters = new SimpleMeterRegistry();
        String version;
        Instant publishing;
        Instant published;
        try (StreamProcessor one = startProcessor("one", oneMeters);
                StreamProcessor two = startProcessor("two", twoMeters)) {
            await().atMost(LONG).until(() -> one.isReady() && two.isReady());
            send();
            assertThat(awaitLines()).allMatch(line -> line.pricing().cost() == null);

            publishing = Instant.now();
            version = publish("2");
            published = Instant.now();
            await().atMost(LONG)
                    .until(() -> version.equals(versionOf(oneMeters)) && version.equals(versionOf(twoMeters)));
            send();

            assertNewLinesCost(version, "2");
            assertAgeIsSince(publishing, published, oneMeters);
        }
        var newMeters = new SimpleMeterRegistry();
        try (StreamProcessor again = startProcessor("one", newMeters)) {
            await().atMost(LONG).until(again::isReady);
            send();

            assertNewLinesCost(version, "2");
            assertAgeIsSince(publishing, published, newMeters); // not since the restart
        }
    }

    private void assertNewLinesCost(String version, String usd) {
        List<LedgerLine> lines = awaitLines();
        List<LedgerLine> latest = lines.subList(lines.size() - EVENTS, lines.size());
        assertThat(latest).allSatisfy(line -> {
            assertThat(line.pricing().cost()).isEqualTo(Money.of(usd));
            assertThat(line.pricing().bookVersion()).isEqualTo(version);
        });
    }

    /** Asserts that the prices are as old as what was published between {@code publishing} and {@code published}. */
    private static void assertAgeIsSince(Instant publishing, Instant published, SimpleMeterRegistry meters) {
        long atLeast = Duration.between(published, Instant.now()).toSeconds();
        double age = meters.get("ai.price.list.age").timeGauge().value(TimeUnit.SECONDS);
        long atMost = Duration.between(publishing, Instant.now()).toSeconds();
        assertThat(age).isBetween((double) atLeast, (double) atMost);
    }

    private static @Nullable String versionOf(SimpleMeterRegistry meters) {
        Gauge info = meters.find("ai.price.list.info").gauge();
        return info == null ? null : info.getId().getTag("version");
    }

    private String publish(String usd) throws Exception {
        try (var publisher = new BookPublisher(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return publisher.publish(Map.of(), TestBooks.book("m", usd), "ada", Set.of());
        }
    }

    private StreamProcessor startProcessor(String instance, SimpleMeterRegistry meters) {
        return StreamProcessor.start(
                StreamProcessorConfig.of(Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "state.dir",
                        state.resolve(instance).toString(),
                        "instance.id",
                        instance,
                        "topic.partitions",
                        "4")),
                meters);
    }

    private void send() {
        for (int i = 0; i < EVENTS; i++) {
            String id = "e" + sent++;
            UsageEvent event = UsageEvent.of(
                    id,
                    Instant.now(),
                    Attribution.builder("s").build(),
                    ModelCall.of("acme", "m"),
                    UsageCounts.of(1_000_000, 0));
            var sending = producer.send(
                    new ProducerRecord<>(Topic.USAGE.topicName(), id.getBytes(UTF_8), UsageEventJson.write(event)));
            assertThat(sending).isNotNull();
        }
        producer.flush();
    }

    /** Returns the first line of every event that was sent, in the order they were sent. */
    private List<LedgerLine> awaitLines() {
        await().atMost(LONG).until(() -> lines().size() >= sent);
        return lines();
    }

    private List<LedgerLine> lines() {
        return Books.of(kafka).ledger().stream()
                .filter(line -> line.entry() == 0)
                .sorted((a, b) -> Integer.compare(number(a), number(b)))
                .toList();
    }

    private static int number(LedgerLine line) {
        return Integer.parseInt(line.eventId().substring(1));
    }
}
