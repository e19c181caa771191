package io.spendstream.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.cli.CommandRun;
import io.spendstream.cli.instance.Instance;
import io.spendstream.cli.instance.Ledger;
import io.spendstream.cli.instance.SharedInstance;
import io.spendstream.cli.usage.EventText;
import io.spendstream.contract.Dimension;
import io.spendstream.contract.Tally;
import io.spendstream.contract.Topic;
import io.spendstream.contract.TotalJson;
import io.spendstream.contract.TotalKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tampers with each view in turn: the others stay right, and that one is named with the place. That a view was mended
 * shows in the next one, where it is not named any more.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReconcileIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EVENTS = 40;
    private static final int EARLIER = 5;

    @TempDir
    private static Path folder;

    private static Instance instance;
    private static Ledger tables;

    @BeforeAll
    static void sendEvents() {
        instance = SharedInstance.start(folder.resolve("data"));
        tables = new Ledger(instance.connection());
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            lines.add(EventText.of("event-" + i, "session"));
        }
        String hoursAgo = Instant.now().minus(5, ChronoUnit.HOURS).toString();
        for (int i = 0; i < EARLIER; i++) {
            lines.add(EventText.with("earlier-" + i, "session", event -> event.put("timestamp", hoursAgo)));
        }
        CommandRun tracked = CommandRun.withInput(EventText.input(lines), withData("track", "--stdin"));
        assertThat(tracked.exitCode()).as("%s", tracked).isZero();
        tables.awaitCalls("session", EVENTS + EARLIER);
    }

    @AfterAll
    static void stop() {
        instance.close();
    }

    private static String[] withData(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", instance.dataDirectory().toString()));
        return all.toArray(String[]::new);
    }

    private static CommandRun reconcile(String... arguments) {
        List<String> all = new ArrayList<>(List.of("reconcile"));
        all.addAll(List.of(arguments));
        return CommandRun.of(withData(all.toArray(String[]::new)));
    }

    @Test
    @Order(1)
    void allViewsAgreeAndItIsSaidUpToWhere() throws IOException {
        CommandRun run = reconcile();

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.out())
                .contains("all views agree with the ledger", "compared up to their position, partition:offset 0:")
                .containsPattern("spendstream\\.ledger +45 ")
                .containsPattern("token_usage +45 ")
                .containsPattern("token_usage_rollup +45 ")
                .containsPattern("token_usage_rollup_hour +45 ")
                .containsPattern("token_usage_rollup_day +45 ")
                .containsPattern("token_usage_counter +45 ")
                .containsPattern("spendstream\\.totals +45 ")
                .containsPattern("/metrics +45 ");

        JsonNode json = JSON.readTree(reconcile("--json").out());
        assertThat(json.path("drift").asLong()).isZero();
        assertThat(json.path("views")).hasSize(7);
    }

    @Test
    @Order(2)
    void aLaterPartCanBeComparedAlone() {
        CommandRun run = reconcile("--since", "2h");

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.out()).containsPattern("token_usage +40 ").contains("counters have no times", "lines of ");
    }

    @Test
    @Order(3)
    void aRowThatWasChangedIsSeen() {
        String bucket = bucketOf("event-7");
        tables.execute("ALTER TABLE token_usage DISABLE TRIGGER token_usage_append_only");
        tables.execute("UPDATE token_usage SET cost_exact = cost_exact + 0.00000000000001 WHERE event_id = 'event-7'");

        // the rollup still says what the ledger says, but no longer what its rows say
        CommandRun run =
                assertRed("token_usage", "bucket " + bucket + ": USD ", "token_usage_rollup", "bucket " + bucket);
        assertThat(run.out())
                .containsPattern("the first event: event-7, entry 0, partition \\d offset \\d+: cost_exact \\S+,"
                        + " the ledger says \\S+\\R");

        tables.execute("UPDATE token_usage SET cost_exact = cost_exact - 0.00000000000001 WHERE event_id = 'event-7'");
    }

    @Test
    @Order(4)
    void aRowWhoseTextWasChangedIsSeenAlthoughEverySumIsRight() {
        String bucket = bucketOf("event-8");
        tables.execute("UPDATE token_usage SET session_id = 'forged' WHERE event_id = 'event-8'");

        CommandRun run = assertRed("token_usage", "bucket " + bucket + ": texts of rows differ though the sums agree");
        assertThat(run.out())
                .containsPattern("the first event: event-8, entry 0, partition \\d offset \\d+:"
                        + " session_id forged, the ledger says session\\R");

        tables.execute("UPDATE token_usage SET session_id = 'session' WHERE event_id = 'event-8'");
    }

    @Test
    @Order(5)
    void aRowThatWasDeletedIsSeen() {
        String bucket = bucketOf("event-9");
        tables.execute("CREATE TABLE kept AS SELECT * FROM token_usage WHERE event_id = 'event-9'");
        tables.execute("DELETE FROM token_usage WHERE event_id = 'event-9'");

        CommandRun run =
                assertRed("token_usage", "bucket " + bucket + ": rows ", "token_usage_rollup", "bucket " + bucket);
        assertThat(run.out())
                .containsPattern("the first event: event-9, entry 0, partition \\d offset \\d+:"
                        + " rows 0, the ledger says 1\\R");

        String columns = tables
                .rows("SELECT column_name FROM information_schema.columns WHERE table_name = 'kept'"
                        + " AND column_name <> 'cost'")
                .stream()
                .map(row -> '"' + String.valueOf(row.get("column_name")) + '"')
                .collect(java.util.stream.Collectors.joining(", "));
        tables.execute("INSERT INTO token_usage (%1$s) SELECT %1$s FROM kept".formatted(columns));
    }

    @Test
    @Order(6)
    void aBucketOfTheRollupThatWasChangedIsSeenWithItsCell() {
        String cell = " WHERE bucket = (SELECT min(bucket) FROM token_usage_rollup)";
        Map<String, String> before = tables.rows("SELECT bucket, team FROM token_usage_rollup" + cell)
                .get(0);
        tables.execute("UPDATE token_usage_rollup SET prompt_tokens = prompt_tokens + 5, calls = calls - 1" + cell);

        assertRed("token_usage_rollup", ", cell %s / ".formatted(before.get("team")));

        tables.execute("UPDATE token_usage_rollup SET prompt_tokens = prompt_tokens - 5, calls = calls + 1"
                + " WHERE bucket = (SELECT min(bucket) FROM token_usage_rollup)");
    }

    @ParameterizedTest
    @Order(6)
    @ValueSource(strings = {"token_usage_rollup_hour", "token_usage_rollup_day"})
    void aBucketOfTheSumsOfHoursOrDaysThatWasChangedIsSeenWithItsCell(String table) {
        Map<String, String> first = tables.rows(
                        "SELECT bucket, team FROM %s ORDER BY bucket, team LIMIT 1".formatted(table))
                .get(0);
        String cells = " WHERE bucket = '%s' AND team = '%s'".formatted(first.get("bucket"), first.get("team"));
        tables.execute("UPDATE %s SET cost_exact = cost_exact + 0.00000000000001".formatted(table) + cells);

        assertRed(table, ", cell %s / ".formatted(first.get("team")));

        tables.execute("UPDATE %s SET cost_exact = cost_exact - 0.00000000000001".formatted(table) + cells);
    }

    @Test
    @Order(7)
    void aCounterThatWasChangedIsSeenWithItsModel() {
        Map<String, String> counter = tables.rows(
                        "SELECT partition, model FROM token_usage_counter ORDER BY partition, model LIMIT 1")
                .get(0);
        String which =
                " WHERE partition = %s AND model = '%s'".formatted(counter.get("partition"), counter.get("model"));
        tables.execute("UPDATE token_usage_counter SET output_tokens = output_tokens + 1" + which);

        assertRed(
                "token_usage_counter",
                "model %s of ledger partition %s: completion tokens "
                        .formatted(counter.get("model"), counter.get("partition")));

        tables.execute("UPDATE token_usage_counter SET output_tokens = output_tokens - 1" + which);
    }

    @Test
    @Order(8)
    void afterAllWasMendedAllAgrees() {
        assertThat(reconcile().exitCode()).isZero();
    }

    @Test
    @Order(9)
    void aTotalThatSomebodyWroteIsSeenWithItsDay() {
        LocalDate day = LocalDate.now(ZoneOffset.UTC);
        var key = new TotalKey(Dimension.TEAM, List.of("forged"), day);
        try (var producer = new KafkaProducer<>(
                instance.connection().kafkaProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
            var forged = new Tally(1, 2, 3, io.spendstream.contract.Money.of("4"), 0);
            assertThat(producer.send(new ProducerRecord<>(
                            Topic.TOTALS.topicName(), TotalJson.writeKey(key), TotalJson.writeTotal(forged))))
                    .succeedsWithin(java.time.Duration.ofMinutes(2));
        }

        assertRed(
                "spendstream.totals",
                "day %s, team forged: calls 1, the ledger says 0; prompt tokens 2, the ledger says 0".formatted(day));
    }

    @Test
    @Order(10)
    void aLedgerThatHasLostItsBeginningIsComparedAsFarAsItIsWhole() throws Exception {
        try (Admin admin = Admin.create(instance.connection().kafkaProperties())) {
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            var topics = admin.describeTopics(List.of(Topic.LEDGER.topicName()))
                    .allTopicNames()
                    .get();
            topics.values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .map(partition -> new TopicPartition(Topic.LEDGER.topicName(), partition.partition()))
                    .forEach(partition -> all.put(partition, RecordsToDelete.beforeOffset(-1)));
            admin.deleteRecords(all).all().get();
        }

        CommandRun run = reconcile();

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.out())
                .containsPattern("the ledger topic has lost its beginning to its retention:"
                        + " buckets before \\S+ are not compared")
                .containsPattern("token_usage +0 ")
                .containsPattern("token_usage_counter +45 ");
    }

    private static String bucketOf(String eventId) {
        return String.valueOf(tables.rows(
                        "SELECT to_char(date_bin('15 minutes', timestamp, 'epoch') AT TIME ZONE 'UTC',"
                                + " 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') AS bucket FROM token_usage WHERE event_id = ?",
                        eventId)
                .get(0)
                .get("bucket"));
    }

    /** Asserts that the named views, each followed by what is said of it, are red and no other is. */
    private static CommandRun assertRed(String... viewsAndPlaces) {
        CommandRun run = reconcile("--wait", "5s"); // a view that stays red is waited for that long

        assertThat(run.exitCode()).as("%s", run).isEqualTo(1);
        assertThat(run.out()).contains("DRIFT: ");
        List<String> named = run.out()
                .lines()
                .filter(line -> line.contains(" first differs at "))
                .map(String::strip)
                .toList();
        assertThat(named).as("%s", run).hasSize(viewsAndPlaces.length / 2);
        for (int i = 0; i < viewsAndPlaces.length; i += 2) {
            assertThat(named.get(i / 2))
                    .startsWith(viewsAndPlaces[i] + " first differs at ")
                    .contains(viewsAndPlaces[i + 1]);
        }
        return run;
    }
}
