package io.spendstream.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.DeadLetter;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.RejectionReason;
import io.spendstream.contract.Tally;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.stream.budget.BudgetPublisher;
import io.spendstream.stream.outcome.AlertLog;
import io.spendstream.testkit.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The whole process, with a real broker. */
final class StreamProcessorIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    /** At 2.50 USD a million prompt tokens, this costs 5.02 USD. */
    private static final UsageCounts FIVE_DOLLARS = UsageCounts.of(2_008_000, 0);

    @TempDir
    Path state;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ListAppender<ILoggingEvent> alertLog = new ListAppender<>();
    private TestKafka kafka;
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void start() {
        alertLog.start();
        ((Logger) LoggerFactory.getLogger(AlertLog.class)).addAppender(alertLog);
        kafka = TestKafka.start();
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "max.request.size",
                        64 << 20,
                        "buffer.memory",
                        128L << 20,
                        "compression.type",
                        "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        producer.close();
        kafka.close();
        ((Logger) LoggerFactory.getLogger(AlertLog.class)).detachAppender(alertLog);
    }

    private StreamProcessor startProcessor() {
        return startProcessor(Map.of());
    }

    private StreamProcessor startProcessor(Map<String, String> further) {
        var settings = new HashMap<>(Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "state.dir",
                state.toString(),
                "instance.id",
                "one",
                "topic.partitions",
                "3"));
        settings.putAll(further);
        return StreamProcessor.start(StreamProcessorConfig.of(settings), meters);
    }

    private double gauge(String name, String budget) {
        Gauge gauge = meters.find(name).tag("budget", budget).gauge();
        return gauge == null ? Double.NaN : gauge.value();
    }

    private static UsageEvent event(String id, UsageCounts usage) {
        return UsageEvent.of(
                id,
                Instant.now(),
                Attribution.builder("s").team("care").taskType("chat").build(),
                ModelCall.of("openai", "gpt-4o"),
                usage);
    }

    private void send(UsageEvent event) throws Exception {
        send(event.eventId(), UsageEventJson.write(event));
    }

    private void send(String key, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(Topic.USAGE.topicName(), key.getBytes(UTF_8), value))
                .get();
    }

    private void awaitReceived(long count) {
        await().atMost(LONG).until(() -> Books.of(kafka).received() >= count);
    }

    private double count(String meter, String... tags) {
        FunctionCounter counter = meters.find(meter).tags(tags).functionCounter();
        return counter == null ? -1 : counter.count();
    }

    @Test
    void countsWhatItCommittedAndNothingElse() throws Exception {
        try (StreamProcessor processor = startProcessor()) {
            await().atMost(LONG).until(processor::isReady);
            await().atMost(LONG).until(() -> count("ai.events.accepted") == 0);
            assertThat(meters.find("ai.events.rejected").functionCounters()).hasSize(RejectionReason.values().length);

            send(event("e1", UsageCounts.of(1000, 100)));
            send(event("e1", UsageCounts.of(1000, 100)));
            send("e2", new byte[] {'{'});

            await().atMost(LONG).until(() -> count("ai.events.accepted") == 1);
            await().atMost(LONG).until(() -> count("ai.events.duplicate") == 1);
            await().atMost(LONG).until(() -> count("ai.events.rejected", "reason", "malformed_json") == 1);
            assertThat(meters.find("ai.price.list.info").gauge()).isNotNull();
        }

        try (StreamProcessor processor = startProcessor()) {
            await().atMost(LONG).until(processor::isReady);
            await().atMost(LONG).until(() -> count("ai.events.accepted") == 1);
        }
    }

    @Test
    void recordsOfAnySizeAreSetAsideAndTheStreamGoesOn() throws Exception {
        try (StreamProcessor processor = startProcessor()) {
            await().atMost(LONG).until(processor::isReady);
            send("five", new byte[5 << 20]);
            // compressed, this is small enough for the topic, and unpacked too large for any
            send("forty", new byte[40 << 20]);
            send(event("after", UsageCounts.of(1000, 100)));
            awaitReceived(3);
        }

        List<Integer> sizes = new ArrayList<>();
        for (var letter : kafka.drain(Topic.DEAD_LETTERS)) {
            assertThat(DeadLetter.fromHeaders(letter.headers()).reason()).isEqualTo(RejectionReason.RECORD_TOO_LARGE);
            sizes.add(letter.value().length);
        }
        assertThat(sizes).containsExactlyInAnyOrder(5 << 20, 1 << 20);
        assertThat(Books.of(kafka).ledger()).hasSize(1);
    }

    @Test
    void theDailyBudgetIsLoggedOnceAcrossARestart() throws Exception {
        try (StreamProcessor processor = startProcessor()) {
            await().atMost(LONG).until(processor::isReady);
            send(event("e1", FIVE_DOLLARS));
            await().atMost(LONG).until(() -> alertLog.list.size() == 1);
        }
        try (StreamProcessor processor = startProcessor()) {
            await().atMost(LONG).until(processor::isReady);
            send(event("e2", FIVE_DOLLARS));
            awaitReceived(2);
        }

        assertThat(kafka.drain(Topic.BUDGET_ALERTS)).hasSize(1);
        assertThat(alertLog.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .startsWith("Daily budget exceeded: $5.02 of $5.00 on 20");
    }

    @Test
    void aPublishedBudgetFindsItsTotals() throws Exception {
        Budget budget = Budget.builder("care-daily", BudgetAmount.usd(Money.of("1")))
                .scope(BudgetDimension.TEAM, "care")
                .thresholds("1")
                .build();
        try (StreamProcessor processor = startProcessor();
                var publisher = new BudgetPublisher(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            await().atMost(LONG).until(processor::isReady);
            send(event("e1", UsageCounts.of(1_000_000, 0)));
            awaitReceived(1);

            publisher.publish(budget);

            await().atMost(LONG).until(() -> alertLog.list.size() == 1);
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(kafka.drain(Topic.BUDGET_STATE))
                            .anySatisfy(state -> assertThat(new String(state.value(), UTF_8))
                                    .contains("\"id\":\"care-daily\"")
                                    .contains("\"spent_cents\":\"250.000000000000\"")));
            await().atMost(LONG).until(() -> gauge("ai.budget.used.ratio", "care-daily") == 2.5);
            assertThat(gauge("ai.budget.limit.cents", "care-daily")).isEqualTo(100);
            assertThat(gauge("ai.budget.used.cents", "care-daily")).isEqualTo(250);
            assertThat(gauge("ai.budget.reset.timestamp.seconds", "care-daily"))
                    .isGreaterThan((double) Instant.now().getEpochSecond());
            await().atMost(LONG)
                    .until(() -> meters.get("ai.budget.alerts")
                                    .tag("kind", "actual")
                                    .tag("state", "firing")
                                    .counter()
                                    .count()
                            == 1);
        }
    }

    @Test
    void aDefinitionThatCannotBeReadIsCounted() throws Exception {
        try (StreamProcessor processor = startProcessor()) {
            await().atMost(LONG).until(processor::isReady);
            producer.send(new ProducerRecord<>(Topic.BUDGETS.topicName(), "b1".getBytes(UTF_8), new byte[] {'{'}))
                    .get();

            await().atMost(LONG)
                    .until(() -> meters.get("ai.budget.definitions.refused")
                                    .functionCounter()
                                    .count()
                            == 1);
        }
    }

    @Test
    void refusesATopicThatWouldLoseOldEvents() throws Exception {
        kafka.createTopics(3);
        try (Admin admin = kafka.admin()) {
            var topic = new ConfigResource(ConfigResource.Type.TOPIC, Topic.USAGE.topicName());
            var createTime = new AlterConfigOp(
                    new ConfigEntry("message.timestamp.type", "CreateTime"), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(topic, List.of(createTime)))
                    .all()
                    .get();
            // the controller has taken it; the broker that is asked may hear of it a moment later
            await().atMost(LONG)
                    .until(() -> requireNonNull(admin.describeConfigs(List.of(topic))
                                    .all()
                                    .get()
                                    .get(topic))
                            .get("message.timestamp.type")
                            .value()
                            .equals("CreateTime"));
        }

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(this::startProcessor)
                .withMessageContaining("spendstream.usage")
                .withMessageContaining("LogAppendTime");
    }

    @Test
    void aMissingPriceBookIsSaidBeforeAnythingIsTouched() {
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> startProcessor(Map.of("price.book", "/no/such/prices.yaml")))
                .withMessageContaining("/no/such/prices.yaml");
    }

    @Test
    void twoInstancesShareTheWorkAndTheBooksAreExactWhenOneLeaves() throws Exception {
        Path otherState = state.resolve("other");
        try (StreamProcessor first = startProcessor()) {
            await().atMost(LONG).until(first::isReady);
            StreamProcessor second = startProcessor(Map.of("instance.id", "two", "state.dir", otherState.toString()));
            for (int i = 0; i < 500; i++) {
                send(event("e" + i, UsageCounts.of(10, 1)));
            }
            await().atMost(LONG).until(() -> first.isReady() && second.isReady());
            second.close();
            for (int i = 400; i < 900; i++) {
                send(event("e" + i, UsageCounts.of(10, 1)));
            }
            awaitReceived(1000);

            Books books = Books.of(kafka);
            assertThat(books.ledger()).hasSize(900);
            assertThat(books.totals()).isEqualTo(books.sums());
            assertThat(books.totals().values()).extracting(Tally::calls).contains(900L);
            assertThat(first.isAlive()).isTrue();
            assertThat(second.isAlive()).isFalse();
        }
    }
}
