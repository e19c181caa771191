package io.spendstream.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Tally;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.stream.book.BookPublisher;
import io.spendstream.stream.book.TestBooks;
import io.spendstream.stream.ledger.OrderPublisher;
import io.spendstream.stream.ledger.Repricing;
import io.spendstream.stream.pricing.PriceBook;
import io.spendstream.testkit.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process is killed while it posts corrections, of prices that come late and of orders: each is posted once. */
final class CorrectionCrashIT {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final int EVENTS = 9_000;

    @TempDir
    private Path directory;

    private TestKafka kafka;
    private KafkaProducer<byte[], byte[]> producer;
    private FollowedBooks followed;
    private Process process;

    @BeforeEach
    void start() throws Exception {
        kafka = TestKafka.start();
        kafka.createTopics(3);
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
    void everyCostComesInOnceThoughTheProcessIsKilledMeanwhile() throws Exception {
        send("one");
        send("two");
        await().atMost(LONG).until(() -> followed.received() >= 2 * EVENTS);

        publish("one", "2");
        await().atMost(LONG).until(() -> followed.priced("one") > 0);
        kill();
        publish("two", "3");
        startProcess();
        await().atMost(LONG).until(() -> followed.priced("two") > 0);
        kill();
        startProcess();
        await().atMost(LONG).until(() -> followed.priced("two") >= EVENTS);

        Books books = Books.of(kafka);
        // the second book replaced the first, so of its model some may wait still
        long pricedOfOne = followed.priced("one");
        assertThat(books.ledger()).hasSize(Math.toIntExact(3 * EVENTS + pricedOfOne));
        assertOneEntryEach(books);
        await().atMost(LONG).untilAsserted(() -> {
            Books now = Books.of(kafka);
            assertThat(now.totals()).isEqualTo(now.sums());
        });
        assertThat(books.sums().values()).extracting(Tally::unpricedCalls).contains(EVENTS - pricedOfOne);
        assertThat(books.received()).isEqualTo(2 * EVENTS);
    }

    @Test
    void everyOrderIsPostedOnceThoughItIsGivenTwiceAndTheProcessIsKilledMeanwhile() throws Exception {
        publish("one", "2");
        kill();
        startProcess();
        send("one");
        await().atMost(LONG).until(() -> followed.received() >= EVENTS);
        List<LedgerLine> before = Books.of(kafka).ledger();
        PriceBook cheaper = PriceBook.of(TestBooks.book("one", "0.5"));

        order(before, cheaper);
        await().atMost(LONG).until(() -> followed.priced("one") > 0);
        kill();
        order(before, cheaper);
        startProcess();
        await().atMost(LONG).until(() -> followed.priced("one") >= EVENTS);
        // once more, and something behind it that shows when it has been read
        order(before, cheaper);
        send("two");
        await().atMost(LONG).until(() -> followed.received() >= 2 * EVENTS);
        kill();
        startProcess();
        send("three");
        await().atMost(LONG).until(() -> followed.received() >= 3 * EVENTS);

        Books books = Books.of(kafka);
        assertOneEntryEach(books);
        assertThat(books.ledger()).hasSize(4 * EVENTS);
        assertThat(books.ledger())
                .filteredOn(line -> line.entry() == 1)
                .allSatisfy(line -> assertThat(line.pricing().cost()).isEqualTo(Money.of("-0.00165")));
        assertThat(kafka.drain(Topic.DEAD_LETTERS)).isEmpty();
        await().atMost(LONG).untilAsserted(() -> {
            Books now = Books.of(kafka);
            assertThat(now.totals()).isEqualTo(now.sums());
        });
    }

    private void order(List<LedgerLine> lines, PriceBook book) {
        try (var publisher = new OrderPublisher(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            for (LedgerLine line : lines) {
                publisher.send(Objects.requireNonNull(
                        Repricing.of(List.of(line), book::price, "ada").order()));
            }
            publisher.flush();
        }
    }

    private static void assertOneEntryEach(Books books) {
        Map<String, Integer> entries = new HashMap<>();
        for (LedgerLine line : books.ledger()) {
            assertThat(line.entry()).isEqualTo(entries.merge(line.eventId(), 1, Integer::sum) - 1);
            assertThat(line.entry()).isLessThan(2);
        }
    }

    private void publish(String model, String usd) throws Exception {
        try (var publisher = new BookPublisher(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            publisher.publish(Map.of(), TestBooks.book(model, usd), "ada", Set.of());
        }
    }

    private void startProcess() throws Exception {
        process = ProcessorProgram.start(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "state.dir",
                        directory.resolve("state").toString(),
                        "instance.id",
                        "one",
                        "budget.daily.limit.usd",
                        "1000000"),
                directory.resolve("process.log").toFile());
    }

    private void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    private void send(String model) {
        for (int i = 0; i < EVENTS; i++) {
            UsageEvent event = UsageEvent.of(
                    model + "-" + i,
                    Instant.now(),
                    Attribution.builder("s").team("care").build(),
                    ModelCall.of("acme", model),
                    UsageCounts.of(1_000, 100));
            var sending = producer.send(new ProducerRecord<>(
                    Topic.USAGE.topicName(), event.eventId().getBytes(UTF_8), UsageEventJson.write(event)));
            assertThat(sending).isNotNull();
        }
        producer.flush();
    }
}
