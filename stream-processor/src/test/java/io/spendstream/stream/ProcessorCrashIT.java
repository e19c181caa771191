package io.spendstream.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetPeriod;
import io.spendstream.contract.Dimension;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Tally;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.contract.failpoint.FailPoint;
import io.spendstream.stream.budget.BudgetPublisher;
import io.spendstream.testkit.Crash;
import io.spendstream.testkit.TestKafka;
import io.spendstream.testkit.Victim;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stream processor dies at every point of the way from the usage topic to the commit, each on its first two visits; the
 * next one goes on, and dies at the next point. In the end ledger, totals and alerts must say what was sent, counted here
 * by hand.
 */
class ProcessorCrashIT {
    private static final int HITS = 2;
    private static final int BATCH = 10;
    private static final int BATCHES_MAX = 40;
    private static final Duration BETWEEN_BATCHES = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final int INPUT = 10;
    private static final int OUTPUT = 5;

    /** What one event costs at 2.50 and 10 dollars per million tokens. */
    private static final Money COST = Money.of("0.000075");

    private static final String LAST = "last";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private final Map<String, Integer> events = new TreeMap<>();
    private TestKafka kafka;
    private KafkaProducer<byte[], byte[]> producer;
    private long copies;
    private long garbage;

    @BeforeEach
    void start() throws Exception {
        kafka = TestKafka.start();
        kafka.createTopics(1);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        try (var publisher = new BudgetPublisher(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            publisher.publish(Budget.builder("session", BudgetAmount.tokens(BATCH * (INPUT + OUTPUT)))
                    .each(BudgetDimension.SESSION)
                    .period(BudgetPeriod.of(BudgetPeriod.Type.SESSION, ZoneOffset.UTC))
                    .thresholds("0.5", "1")
                    .build());
        }
    }

    @AfterEach
    void stop() {
        producer.close();
        kafka.close();
    }

    @Test
    void theBooksAreExactWhereverTheProcessorDies() throws Exception {
        for (Crash crash : Crash.allOf("processor", HITS)) {
            try (Victim processor = start(ProcessorProgram.class, crash, 50)) {
                sendUntilItDies(processor, crash);
            }
        }
        runUntilQuiet(ProcessorProgram.class);

        Books books = Books.of(kafka);
        assertThat(byTeam(books)).isEqualTo(sent());
        assertThat(totalsByTeam(books)).isEqualTo(sent());
        long accepted = events.values().stream().mapToLong(Integer::longValue).sum();
        assertThat(books.outcomes()).containsEntry("accepted", accepted).containsEntry("duplicate", copies);
        assertThat(books.received() - accepted - copies).isEqualTo(garbage);
        assertThat(kafka.drain(Topic.DEAD_LETTERS)).hasSize((int) garbage);
        assertThat(alertIds()).doesNotHaveDuplicates().hasSize(2 * events.size());
    }

    @Test
    void whatWasSentBeforeACrashIsNotCountedTwice() throws Exception {
        dieWithATransactionUnderWay(ProcessorProgram.class);

        Books books = Books.of(kafka);
        assertThat(byTeam(books)).isEqualTo(sent());
        assertThat(totalsByTeam(books)).isEqualTo(sent());
    }

    @Test
    void findsOutAboutAProcessorWithoutTransactions() throws Exception {
        dieWithATransactionUnderWay(AtLeastOnceProgram.class);

        Books books = Books.of(kafka);
        assertThat(totalsByTeam(books)).isNotEqualTo(sent());
    }

    /** Has the processor die when its lines are at the broker and its position is not. */
    private void dieWithATransactionUnderWay(Class<?> program) throws Exception {
        int first = 2 * BATCH;
        var crash = new Crash(FailPoint.PROCESSOR_AFTER_TALLY, first + 1);
        try (Victim processor = start(program, crash, 30_000)) {
            for (int i = 0; i < first; i++) {
                send("team");
            }
            await().atMost(LONG).until(() -> appendedLines() >= first);
            send("team");
            processor.awaitCrash(LONG);
        }
        runUntilQuiet(program);
    }

    private long appendedLines() throws Exception {
        var partition = new TopicPartition(Topic.LEDGER.topicName(), 0);
        try (Admin admin = kafka.admin()) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        }
    }

    private Victim start(Class<?> program, @org.jspecify.annotations.Nullable Crash crash, int commitMillis) {
        List<String> settings = new ArrayList<>(List.of(
                "bootstrap.servers=" + kafka.bootstrapServers(),
                "state.dir=" + directory.resolve("state"),
                "instance.id=one", // so that nobody waits until Kafka gives the dead one up
                "commit.interval.ms=" + commitMillis));
        return Victim.start(program, crash, directory.resolve("processors.log"), settings);
    }

    private void sendUntilItDies(Victim processor, Crash crash) throws InterruptedException {
        for (int batch = 0; batch < BATCHES_MAX; batch++) {
            sendBatch(crash.caseName());
            if (processor.crashesWithin(BETWEEN_BATCHES)) {
                return;
            }
        }
        processor.awaitCrash(Duration.ZERO);
    }

    /** Sends events of {@code team}, some of them twice, and what is no event. */
    private void sendBatch(String team) {
        for (int i = 0; i < BATCH; i++) {
            send(team);
        }
        int copied = events.getOrDefault(team, 0) - 1;
        send(team, copied);
        copies++;
        for (int i = 0; i < HITS; i++) {
            send("garbage", ("garbage " + garbage).getBytes(UTF_8));
            garbage++;
        }
        producer.flush();
    }

    private void send(String team) {
        int number = events.merge(team, 1, Integer::sum) - 1;
        send(team, number);
    }

    private void send(String team, int number) {
        String id = team + "_" + number;
        var attribution = Attribution.builder(team).team(team).build();
        UsageEvent event = UsageEvent.of(
                id, Instant.now(), attribution, ModelCall.of("openai", "gpt-4o"), UsageCounts.of(INPUT, OUTPUT));
        send(id, UsageEventJson.write(event));
    }

    private void send(String key, byte[] value) {
        var sending = producer.send(new ProducerRecord<>(Topic.USAGE.topicName(), key.getBytes(UTF_8), value));
        assertThat(sending).isNotNull();
    }

    /** Runs a processor until the totals have an event that was sent after all others, and a while beyond. */
    private void runUntilQuiet(Class<?> program) {
        try (Victim processor = start(program, null, 50)) {
            sendBatch(LAST);
            await().atMost(LONG)
                    .until(() -> Books.of(kafka).totals().keySet().stream()
                            .anyMatch(key -> key.dimension() == Dimension.TEAM
                                    && key.values().contains(LAST)));
            long[] records = {-1};
            await().atMost(LONG)
                    .pollInterval(QUIET)
                    .until(() -> records[0]
                            == (records[0] = kafka.drain(Topic.TOTALS).size()));
            assertThat(processor.isAlive()).isTrue();
        }
    }

    private Map<String, Tally> sent() {
        Map<String, Tally> sums = new TreeMap<>();
        events.forEach((team, count) -> {
            Money cost = Money.ZERO;
            for (int i = 0; i < count; i++) {
                cost = cost.plus(COST);
            }
            sums.put(team, new Tally(count, (long) count * INPUT, (long) count * OUTPUT, cost, 0));
        });
        return sums;
    }

    /** Returns what the ledger says per team, in which no event may stand twice. */
    private static Map<String, Tally> byTeam(Books books) {
        Map<String, Tally> sums = new TreeMap<>();
        Set<String> ids = new HashSet<>();
        for (LedgerLine line : books.ledger()) {
            assertThat(ids.add(line.eventId())).as(line.eventId()).isTrue();
            sums.merge(String.valueOf(line.attribution().team()), line.tally(), Tally::plus);
        }
        return sums;
    }

    private static Map<String, Tally> totalsByTeam(Books books) {
        Map<String, Tally> sums = new TreeMap<>();
        books.totals().forEach((key, total) -> {
            if (key.dimension() == Dimension.TEAM) {
                sums.merge(key.values().get(0), total, Tally::plus);
            }
        });
        return sums;
    }

    private List<String> alertIds() throws Exception {
        List<String> ids = new ArrayList<>();
        for (var alert : kafka.drain(Topic.BUDGET_ALERTS)) {
            String id = JSON.readTree(alert.value()).path("id").asText();
            if (id.startsWith("session")) {
                ids.add(id);
            }
        }
        return ids;
    }
}
