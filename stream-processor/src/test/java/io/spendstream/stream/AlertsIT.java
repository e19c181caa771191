package io.spendstream.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spendstream.contract.AlertKind;
import io.spendstream.contract.AlertState;
import io.spendstream.contract.Allowance;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAlert;
import io.spendstream.contract.BudgetAlertJson;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetPeriod;
import io.spendstream.contract.BudgetThreshold;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Tally;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.stream.budget.BudgetPublisher;
import io.spendstream.testkit.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two instances share the work, are killed in turn, and everything is read again; events come twice, late and broken,
 * and budgets are defined and changed in the middle. Every alert that is due comes, and each once. With {@code -Dsoak.minutes=10} the
 * kills go on that long.
 */
final class AlertsIT {
    private static final Logger LOG = LoggerFactory.getLogger(AlertsIT.class);
    private static final Duration LONG = Duration.ofMinutes(4);
    private static final Duration GRACE = Duration.ofHours(1);
    private static final int KILLS_MIN = 4;
    private static final Duration SOAK = Duration.ofMinutes(Long.getLong("soak.minutes", 0));
    private static final int PARTITIONS = 3;

    @TempDir
    Path directory;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Instant startedAt = Instant.now();
    private final List<UsageEvent> earlier = new ArrayList<>();
    private final Process[] processes = new Process[2];
    private TestKafka kafka;
    private KafkaProducer<byte[], byte[]> producer;
    private FollowedBooks followed;
    private long sent;
    private int kills;

    @BeforeEach
    void start() throws Exception {
        kafka = TestKafka.start();
        kafka.createTopics(PARTITIONS);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        followed = new FollowedBooks(kafka);
        startProcess(0);
        startProcess(1);
    }

    @AfterEach
    void stop() throws Exception {
        kill(0);
        kill(1);
        followed.close();
        producer.close();
        kafka.close();
    }

    @Test
    void everyAlertThatIsDueComesOnceThroughKillsRebalancesCopiesAndReplays() throws Exception {
        List<Budget> budgets = new ArrayList<>(List.of(Budget.globalDaily(Money.of("0.50"))));
        define(budgets, sessionGuard("0.05"), teamDay());
        while (kills < KILLS_MIN || Instant.now().isBefore(startedAt.plus(SOAK))) {
            send(1_000);
            long committed = followed.received();
            await().atMost(LONG).until(() -> followed.received() > committed);
            int victim = kills % 2;
            kill(victim);
            if (kills == 1) {
                define(budgets, tokenMonth(), modelHour());
            }
            if (kills == 2) {
                define(budgets, sessionGuard("0.02"));
            }
            send(500);
            startProcess(victim);
            kills++;
        }
        await().atMost(LONG).until(() -> followed.received() >= sent);
        List<String> alerts = awaitAlerts(budgets);

        kill(0);
        kill(1);
        rewind();
        startProcess(0);
        startProcess(1);
        await().atMost(LONG).until(() -> followed.received() >= 2 * sent);
        assertThat(alertIds()).as("after a replay, seed %d", seed).containsExactlyInAnyOrderElementsOf(alerts);
    }

    private List<String> awaitAlerts(List<Budget> budgets) {
        Expected expected = Expected.of(budgets, Books.of(kafka).ledger(), startedAt, Instant.now());
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(alertIds()).as("seed %d", seed).containsAll(expected.due));
        List<String> alerts = alertIds();
        LOG.info(
                "seed {}: {} events sent, {} alerts due, {} more may be, {} came, {} kills",
                seed,
                sent,
                expected.due.size(),
                expected.maybe.size(),
                alerts.size(),
                kills);
        assertThat(alerts).as("seed %d", seed).doesNotHaveDuplicates();
        alerts.stream()
                .filter(id -> !expected.due.contains(id))
                .forEach(id ->
                        assertThat(expected.maybe).as("seed %d: %s", seed, id).contains(id));
        assertThat(expected.due).as("seed %d", seed).hasSizeGreaterThan(30);
        return alerts;
    }

    private List<String> alertIds() {
        return kafka.drain(Topic.BUDGET_ALERTS).stream()
                .map(alert -> BudgetAlertJson.read(alert.value()).id())
                .toList();
    }

    private void define(List<Budget> budgets, Budget... more) throws Exception {
        try (var publisher = new BudgetPublisher(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            for (Budget budget : more) {
                budgets.removeIf(old -> old.id().equals(budget.id()));
                budgets.add(budget);
                publisher.publish(budget);
            }
        }
    }

    private static Budget sessionGuard(String limit) {
        return Budget.builder("session-guard", BudgetAmount.usd(Money.of(limit)))
                .each(BudgetDimension.SESSION)
                .period(BudgetPeriod.of(BudgetPeriod.Type.SESSION, ZoneId.of("UTC")))
                .build();
    }

    private static Budget teamDay() {
        return Budget.builder("team-day", BudgetAmount.usd(Money.of("0.30")))
                .each(BudgetDimension.TEAM)
                .period(BudgetPeriod.of(BudgetPeriod.Type.DAY, ZoneId.of("Asia/Kolkata")))
                .build();
    }

    private static Budget tokenMonth() {
        return Budget.builder("token-month", BudgetAmount.tokens(200_000))
                .scope(BudgetDimension.TEAM, "team-1")
                .period(BudgetPeriod.of(BudgetPeriod.Type.MONTH, ZoneId.of("America/St_Johns")))
                .build();
    }

    private static Budget modelHour() {
        return Budget.builder("model-hour", BudgetAmount.usd(Money.of("0.20")))
                .each(BudgetDimension.MODEL)
                .each(BudgetDimension.TASK_TYPE)
                .period(BudgetPeriod.of(BudgetPeriod.Type.HOUR, ZoneId.of("Australia/Lord_Howe")))
                .build();
    }

    /**
     * The alerts that whoever adds up the ledger by himself would send.
     *
     * @param due those that must come
     * @param maybe those of windows whose grace ended while the test ran: whether they come is a matter of seconds
     */
    private record Expected(TreeSet<String> due, TreeSet<String> maybe) {
        static Expected of(List<Budget> budgets, List<LedgerLine> ledger, Instant from, Instant until) {
            var expected = new Expected(new TreeSet<>(), new TreeSet<>());
            for (Budget budget : budgets) {
                var spent = new HashMap<Allowance, Tally>();
                for (LedgerLine line : ledger) {
                    if (budget.allowance(Map.of(), budget.period().windowAt(line.timestamp()))
                            .matches(line.attribution(), line.call())) {
                        var values = new HashMap<BudgetDimension, String>();
                        budget.each().forEach(each -> values.put(each, each.valueOf(line.attribution(), line.call())));
                        spent.merge(
                                budget.allowance(values, budget.period().windowAt(line.timestamp())),
                                line.tally(),
                                Tally::plus);
                    }
                }
                spent.forEach((allowance, tally) -> {
                    Instant last = allowance.window().isAlways()
                            ? Instant.MAX
                            : allowance.window().end().plus(GRACE);
                    if (last.isBefore(from)) {
                        return;
                    }
                    for (var threshold : budget.thresholds()) {
                        if (budget.limit().unit().of(tally).isAtLeast(budget.amountAt(threshold.ratio()))) {
                            String id = firing(budget, allowance, threshold);
                            (last.isBefore(until) ? expected.maybe : expected.due).add(id);
                        }
                    }
                });
            }
            return expected;
        }

        private static String firing(Budget budget, Allowance allowance, BudgetThreshold threshold) {
            BudgetAmount any = budget.limit();
            return new BudgetAlert(
                            allowance,
                            AlertKind.ACTUAL,
                            threshold.ratio(),
                            threshold.severity(),
                            AlertState.FIRING,
                            1,
                            any,
                            any,
                            null,
                            null,
                            Instant.EPOCH,
                            false)
                    .id();
        }
    }

    private void startProcess(int number) throws Exception {
        processes[number] = ProcessorProgram.start(
                Map.of(
                        "bootstrap.servers", kafka.bootstrapServers(),
                        "state.dir", directory.resolve("state-" + number).toString(),
                        "instance.id", "instance-" + number,
                        "topic.partitions", String.valueOf(PARTITIONS),
                        "budget.daily.limit.usd", "0.50"),
                directory.resolve("process-" + number + ".log").toFile());
    }

    private void kill(int number) throws InterruptedException {
        processes[number].destroyForcibly();
        assertThat(processes[number].waitFor(1, TimeUnit.MINUTES)).isTrue();
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
            boolean isCopy = random.nextInt(4) == 0 && !earlier.isEmpty();
            UsageEvent event = isCopy ? earlier.get(random.nextInt(earlier.size())) : newEvent();
            byte[] value = random.nextInt(50) == 0 ? new byte[random.nextInt(200)] : UsageEventJson.write(event);
            var sending = producer.send(new ProducerRecord<>(
                    Topic.USAGE.topicName(), event.eventId().getBytes(UTF_8), value));
            assertThat(sending).isNotNull();
            sent++;
        }
        producer.flush();
    }

    private UsageEvent newEvent() {
        int secondsAgo = random.nextInt(random.nextInt(4) > 0 ? 900 : 200_000);
        var attribution = Attribution.builder("session-" + random.nextInt(30))
                .team("team-" + random.nextInt(4))
                .taskType("task-" + random.nextInt(3))
                .agent("agent-" + random.nextInt(10))
                .build();
        String model = List.of("gpt-4o", "gpt-4o-mini", "no-such-model").get(random.nextInt(3));
        UsageEvent event = UsageEvent.of(
                "e" + earlier.size(),
                Instant.now().minusSeconds(secondsAgo),
                attribution,
                ModelCall.of("openai", model),
                UsageCounts.of(random.nextInt(2_000), random.nextInt(300)));
        earlier.add(event);
        return event;
    }
}
