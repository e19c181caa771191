package io.spendstream.producer.guard;

import static io.spendstream.producer.guard.GuardBench.budget;
import static io.spendstream.producer.guard.GuardBench.call;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetState;
import io.spendstream.contract.BudgetStateJson;
import io.spendstream.contract.BudgetWindow;
import io.spendstream.contract.Money;
import io.spendstream.contract.Topic;
import io.spendstream.contract.TopicSetup;
import io.spendstream.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guard and the topic it follows, with brokers that come and go. */
class BudgetGuardIT {
    private static final Duration LONG = Duration.ofMinutes(2);

    private final Budget daily = budget("daily", "5").build();

    @TempDir
    private Path temporary;

    @Test
    void readsWhatWasCommittedFromTheFirstStateOnAndFollows() throws Exception {
        try (EmbeddedKafka broker = startBroker(0)) {
            createTopics(broker);
            send(broker, Map.of(state(daily, "1"), true));
            try (BudgetGuard guard = guard(broker.bootstrapServers(), Map.of())) {
                assertThat(guard.awaitKnown(LONG)).isTrue();
                assertThat(guard.check(call()).isAllowed()).isTrue();
                assertThat(guard.counters().states()).isEqualTo(1);

                abort(broker, state(daily, "5"));
                send(broker, Map.of(state(budget("other", "1").build(), "0.5"), true));
                await().atMost(LONG).until(() -> guard.counters().states() == 2);
                assertThat(guard.check(call()).isAllowed()).isTrue();

                send(broker, Map.of(state(daily, "5.01"), true));
                await().atMost(LONG).until(() -> !guard.check(call()).isAllowed());

                send(broker, Map.of(state(daily, "5.01"), false));
                await().atMost(LONG).until(() -> guard.check(call()).isAllowed());
            }
        }
    }

    @Test
    void goesOnAfterAnOutageAndForgetsBudgetsThatWereDeletedMeanwhile() throws Exception {
        int port = startAndStopBrokerWithTopics();
        Budget team = budget("team", "1").scope(BudgetDimension.TEAM, "team-b").build();
        try (BudgetGuard guard = guard("localhost:" + port, Map.of("guard.when.stale", "closed"))) {
            assertThat(guard.check(call()).isAllowed()).isFalse();

            try (EmbeddedKafka broker = startBroker(port)) {
                send(broker, Map.of(state(daily, "1"), true, state(team, "1"), true));
                await().atMost(LONG).until(() -> guard.check(call()).isAllowed());
                assertThat(guard.check(call("team-b", "s", "m")).isAllowed()).isFalse();
            }
            await().atMost(LONG).until(() -> !guard.check(call()).isAllowed());
            assertThat(guard.counters().isStale()).isTrue();

            try (EmbeddedKafka broker = startBroker(port)) {
                send(broker, Map.of(state(team, "1"), false));
                await().atMost(LONG).until(() -> guard.check(call()).isAllowed());
                await().atMost(LONG)
                        .until(() -> guard.check(call("team-b", "s", "m")).isAllowed());
            }
        }
    }

    @Test
    void passesOverWhatItCannotReadAndWaitsForATopicThatIsNotThereYet() throws Exception {
        try (EmbeddedKafka broker = startBroker(0);
                BudgetGuard guard = guard(broker.bootstrapServers(), Map.of())) {
            assertThat(guard.check(call()).isAllowed()).isTrue();

            createTopics(broker);
            try (Producer<byte[], byte[]> producer = producer(broker, Map.of())) {
                String topic = Topic.BUDGET_STATE.topicName();
                put(producer, new ProducerRecord<>(topic, "{".getBytes(UTF_8), new byte[0]));
                byte[] goodKey = BudgetStateJson.writeKey(
                        state(budget("x", "1").build(), "1").key());
                put(producer, new ProducerRecord<>(topic, goodKey, new byte[] {1, 2}));
            }
            send(broker, Map.of(state(daily, "6"), true));

            await().atMost(LONG).until(() -> !guard.check(call()).isAllowed());
            await().atMost(LONG).until(() -> guard.counters().unreadable() == 2);
        }
    }

    @Test
    void neverThrowsForABrokerWhoseNameDoesNotResolve() throws Exception {
        try (BudgetGuard guard = guard("no-such-host.invalid:9092", Map.of())) {
            assertThat(guard.awaitKnown(Duration.ofMillis(300))).isFalse();
            assertThat(guard.check(call()).isAllowed()).isTrue();
            assertThat(guard.counters().isStale()).isTrue();
        }
    }

    private static BudgetGuard guard(String bootstrapServers, Map<String, String> settings) {
        var all = new TreeMap<String, String>(settings);
        all.put("bootstrap.servers", bootstrapServers);
        all.put("guard.stale.ms", "5000");
        return new BudgetGuard(GuardConfig.of(all));
    }

    private static BudgetState state(Budget budget, String dollars) {
        BudgetWindow window = budget.period().windowAt(Instant.now());
        // the test must not depend on the hour of the day
        var twoDays = new BudgetWindow(window.start(), window.end().plus(Duration.ofDays(1)));
        return BudgetState.of(
                budget, budget.allowance(Map.of(), twoDays), BudgetAmount.usd(Money.of(dollars)), 0, Instant.now());
    }

    /** Sends each state, or that its allowance is no more, in one transaction. */
    private static void send(EmbeddedKafka broker, Map<BudgetState, Boolean> states) {
        inTransaction(broker, producer -> {
            states.forEach(
                    (state, isThere) -> put(producer, record(state, isThere ? BudgetStateJson.write(state) : null)));
            producer.commitTransaction();
        });
    }

    private static void abort(EmbeddedKafka broker, BudgetState state) {
        inTransaction(broker, producer -> {
            put(producer, record(state, BudgetStateJson.write(state)));
            producer.abortTransaction();
        });
    }

    private static void inTransaction(EmbeddedKafka broker, Consumer<Producer<byte[], byte[]>> steps) {
        String id = UUID.randomUUID().toString();
        try (Producer<byte[], byte[]> producer = producer(broker, Map.of("transactional.id", id))) {
            producer.initTransactions();
            producer.beginTransaction();
            steps.accept(producer);
        }
    }

    private static void put(Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProducerRecord<byte[], byte[]> record(BudgetState state, byte @Nullable [] value) {
        return new ProducerRecord<>(Topic.BUDGET_STATE.topicName(), BudgetStateJson.writeKey(state.key()), value);
    }

    private static Producer<byte[], byte[]> producer(EmbeddedKafka broker, Map<String, Object> extra) {
        var settings = new HashMap<String, Object>(extra);
        settings.put("bootstrap.servers", broker.bootstrapServers());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private int startAndStopBrokerWithTopics() throws Exception {
        try (EmbeddedKafka broker = startBroker(0)) {
            createTopics(broker);
            return broker.port();
        }
    }

    private EmbeddedKafka startBroker(int port) {
        return EmbeddedKafka.start(temporary.resolve("kafka"), port);
    }

    private static void createTopics(EmbeddedKafka broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            TopicSetup.ensure(admin, 2, (short) 1);
        }
    }
}
