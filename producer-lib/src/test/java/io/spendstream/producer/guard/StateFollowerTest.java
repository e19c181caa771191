package io.spendstream.producer.guard;

import static io.spendstream.producer.guard.GuardBench.budget;
import static io.spendstream.producer.guard.GuardBench.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetState;
import io.spendstream.contract.BudgetStateJson;
import io.spendstream.contract.Money;
import io.spendstream.contract.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** A follower whose Kafka client fails in every way there is. */
class StateFollowerTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final TopicPartition PARTITION = new TopicPartition(Topic.BUDGET_STATE.topicName(), 0);

    private final Logger logger = (Logger) LoggerFactory.getLogger(BudgetGuard.class);
    private final Warnings warnings = new Warnings();
    private final GuardBench bench = new GuardBench(Map.of(), false);
    private final BudgetState spent =
            bench.state(budget("daily", "5").build(), Map.of(), BudgetAmount.usd(Money.of("6")));

    @BeforeEach
    void listen() {
        warnings.start();
        logger.addAppender(warnings);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(warnings);
    }

    static List<Throwable> failures() {
        return List.of(
                new SaslAuthenticationException("wrong password"),
                new KafkaException("no idea"),
                new IllegalStateException("a fault of the client"),
                new NoClassDefFoundError("org/xerial/snappy/Snappy"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void goesOnAfterAClientThatCannotBeMadeAndSaysSoOnce(Throwable failure) {
        var attempts = new AtomicInteger();
        following(() -> attempts.incrementAndGet() <= 2 ? fail(failure) : reading(spent), () -> {
            await().atMost(LONG).until(() -> !bench.guard().check(call()).isAllowed());
        });

        assertThat(bench.guard().counters().interruptions()).isEqualTo(2);
        assertThat(bench.guard().counters().failures()).isZero();
        assertThat(warnings.aboutReading()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void goesOnAfterAFailureInTheMidstOfReading(Throwable failure) {
        MockConsumer<byte[], byte[]> failing = reading();
        failing.schedulePollTask(() -> {});
        failing.schedulePollTask(() -> fail(failure));
        MockConsumer<byte[], byte[]> good = reading(spent);
        following(inTurn(failing, good), () -> {
            await().atMost(LONG).until(() -> !bench.guard().check(call()).isAllowed());
        });

        assertThat(failing.closed()).isTrue();
        assertThat(bench.guard().counters().interruptions()).isEqualTo(1);
        assertThat(warnings.aboutReading()).hasSize(1);
    }

    @Test
    void letsTheGuardSayThatItIsStaleWhileItFailsAndThatItIsNotOnceItReadsAgain() {
        var isBroken = new AtomicBoolean();
        MockConsumer<byte[], byte[]> first = reading();
        following(() -> isBroken.get() ? fail(new IllegalStateException("broken")) : first, () -> {
            await().atMost(LONG).until(() -> !bench.guard().counters().isStale());

            isBroken.set(true);
            first.schedulePollTask(() -> fail(new IllegalStateException("broken")));
            await().atMost(LONG).until(() -> bench.guard().counters().interruptions() >= 2);
            bench.advance(Duration.ofSeconds(31));
            assertThat(bench.guard().counters().isStale()).isTrue();
            await().atMost(LONG).until(() -> warnings.aboutWhatWasSpent() == 1);
        });

        following(() -> reading(spent), () -> {
            await().atMost(LONG).until(() -> !bench.guard().counters().isStale());
        });
        assertThat(warnings.aboutReading()).hasSize(1);
        assertThat(warnings.aboutWhatWasSpent()).isEqualTo(1);
    }

    @Test
    void saysNothingOfAnOutage() {
        MockConsumer<byte[], byte[]> away = reading();
        away.setPollException(new DisconnectException("gone"));
        following(inTurn(away, reading(spent)), () -> {
            await().atMost(LONG).until(() -> !bench.guard().check(call()).isAllowed());
        });

        assertThat(bench.guard().counters().interruptions()).isZero();
        assertThat(warnings.aboutReading()).isEmpty();
    }

    /** Runs {@code steps} while a follower reads by clients of {@code consumers}. */
    private void following(Supplier<Consumer<byte[], byte[]>> consumers, Runnable steps) {
        StateFollower follower = StateFollower.start(bench.feed(), () -> true, consumers);
        try {
            steps.run();
        } finally {
            follower.close();
        }
    }

    private static Supplier<Consumer<byte[], byte[]>> inTurn(
            MockConsumer<byte[], byte[]> first, MockConsumer<byte[], byte[]> second) {
        Queue<MockConsumer<byte[], byte[]>> left = new ConcurrentLinkedQueue<>(List.of(first, second));
        return left::remove;
    }

    /** Returns a client that finds {@code states} on the topic, and nothing after them. */
    private static MockConsumer<byte[], byte[]> reading(BudgetState... states) {
        var consumer = new MockConsumer<byte[], byte[]>("earliest");
        var node = new Node(0, "localhost", 9092);
        var nodes = new Node[] {node};
        consumer.updatePartitions(
                PARTITION.topic(), List.of(new PartitionInfo(PARTITION.topic(), 0, node, nodes, nodes)));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, (long) states.length));
        for (int i = 0; i < states.length; i++) {
            byte[] key = BudgetStateJson.writeKey(states[i].key());
            byte[] value = BudgetStateJson.write(states[i]);
            long offset = i;
            consumer.schedulePollTask(
                    () -> consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, offset, key, value)));
        }
        return consumer;
    }

    private static MockConsumer<byte[], byte[]> fail(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    /** What is warned of, taken from two threads. */
    private static final class Warnings extends AppenderBase<ILoggingEvent> {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel() == Level.WARN) {
                lines.add(event.getFormattedMessage());
            }
        }

        List<String> aboutReading() {
            return lines.stream()
                    .filter(line -> line.startsWith("The states of budgets cannot be read"))
                    .toList();
        }

        long aboutWhatWasSpent() {
            return lines.stream()
                    .filter(line -> line.startsWith("What was spent of late is not known"))
                    .count();
        }
    }
}
