package io.spendstream.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageStatus;
import io.spendstream.contract.failpoint.FailPoint;
import io.spendstream.sink.schema.Schema;
import io.spendstream.sink.write.BatchWriter;
import io.spendstream.sink.write.CarelessSink;
import io.spendstream.sink.write.Database;
import io.spendstream.testkit.Crash;
import io.spendstream.testkit.TestDatabase;
import io.spendstream.testkit.TestKafka;
import io.spendstream.testkit.TestPostgres;
import io.spendstream.testkit.Victim;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sink dies at every point of the way from the ledger topic to the commit, each on its first two visits; the next one
 * goes on, and dies at the next point. In the end the tables must say what was sent, counted here by hand.
 */
class SinkCrashIT {
    private static final int HITS = 2;
    private static final int LINES = 20;
    private static final int APPENDS_MAX = 40;
    private static final Duration BETWEEN_APPENDS = Duration.ofSeconds(3);
    private static final String QUIET = "quiet";

    @TempDir
    private Path temporary;

    private final TestDatabase database = TestPostgres.shared().freshDatabase();
    private final Tables tables = new Tables(database);
    private final Map<String, Sum> sent = new TreeMap<>();
    private TestKafka kafka;
    private LedgerFixture ledger;
    private int starts;
    private long rejected;

    /** What was sent of one team, or is in a table of it. Costs are in units of 1e-14 dollars. */
    private record Sum(long lines, long promptTokens, long costUnits) {
        private static final Sum NONE = new Sum(0, 0, 0);

        private Sum plus(long tokens, long units) {
            return new Sum(lines + 1, promptTokens + tokens, costUnits + units);
        }
    }

    @BeforeEach
    void start() {
        kafka = TestKafka.start();
        ledger = new LedgerFixture(kafka);
    }

    @AfterEach
    void stop() {
        ledger.close();
        kafka.close();
    }

    @Test
    void everyLineIsInTheTablesOnceWhereverTheSinkDies() throws Exception {
        ledger.recreate(2);
        for (Crash crash : Crash.allOf("sink", HITS)) {
            die(SinkProcess.class, crash);
        }
        runUntilQuiet(SinkProcess.class);

        assertThat(in("token_usage", "1")).isEqualTo(sent);
        assertThat(in("token_usage_rollup", "calls")).isEqualTo(sent);
        assertThat(tables.number("SELECT count(*) FROM token_usage_rejected")).isEqualTo(rejected);
        assertThat(tables.number("SELECT sum(duplicates) FROM sink_position")).isZero();
        tables.assertConsistent();
    }

    @Test
    void findsOutAboutASinkThatMovesItsPositionBeforeTheRowsAreThere() throws Exception {
        ledger.recreate(1);
        makeTables();
        var crash = new Crash(FailPoint.SINK_BEFORE_COPY, 2);
        die(CarelessSink.class, crash);
        runUntilQuiet(CarelessSink.class);

        Map<String, Sum> stored = in("token_usage", "1");
        assertThat(stored).isNotEqualTo(sent);
        long missing = sent.getOrDefault(crash.caseName(), Sum.NONE).lines()
                - stored.getOrDefault(crash.caseName(), Sum.NONE).lines();
        assertThat(missing).isEqualTo(LINES);
        assertThat(in("token_usage_rollup", "calls")).isEqualTo(stored);
    }

    private void makeTables() throws SQLException {
        Schema.migrate(database.jdbcUrl(), database.user(), database.password());
        try (Handle handle = Database.at(database.jdbcUrl(), database.user(), database.password())
                .open()) {
            new BatchWriter(Topic.LEDGER.topicName()).prepare(handle, Lines.TIME);
        }
    }

    /** Appends to the ledger until {@code crash} has happened. */
    private void die(Class<?> program, Crash crash) throws Exception {
        try (Victim sink = start(program, crash)) {
            for (int append = 0; append < APPENDS_MAX; append++) {
                append(crash);
                if (crash.point().pointName().endsWith("claim") && append > 0) {
                    // as another sink does that takes the partitions over: this one has to claim them again
                    await().atMost(Tables.WAIT_MAX).until(this::hasTables);
                    tables.execute("UPDATE sink_position SET epoch = epoch + 1");
                }
                if (sink.crashesWithin(BETWEEN_APPENDS)) {
                    return;
                }
            }
            sink.awaitCrash(Duration.ZERO);
        }
    }

    private boolean hasTables() {
        return tables.number("SELECT count(*) FROM pg_class WHERE relname = 'sink_position'") > 0;
    }

    private Victim start(Class<?> program, Crash crash) {
        return Victim.start(program, crash, temporary.resolve("sinks.log"), arguments());
    }

    private List<String> arguments() {
        Map<String, String> settings = Tables.settings(kafka.bootstrapServers(), database);
        // a group of its own, so that nobody waits until Kafka gives the dead one up; the database knows the position
        settings.put(SinkConfig.GROUP_ID, "sink-" + starts++);
        return SinkProcess.arguments(settings);
    }

    private void append(Crash crash) {
        String team = crash.caseName();
        append(team, LINES);
        if (crash.point() == FailPoint.SINK_AFTER_REJECTED) {
            ledger.appendRaw(0, "no ledger line".getBytes(StandardCharsets.UTF_8));
            rejected++;
        }
        if (crash.point().pointName().contains("staged")) {
            ledger.append(Lines.priced("too-expensive-" + rejected, "10000"));
            rejected++;
        }
    }

    private void append(String team, int count) {
        List<LedgerLine> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Sum before = sent.getOrDefault(team, Sum.NONE);
            long tokens = 1000 + before.lines();
            long units = 123_456_789 + before.lines();
            lines.add(line(team, team + "_" + before.lines(), tokens, units));
            sent.put(team, before.plus(tokens, units));
        }
        ledger.append(lines);
    }

    private static LedgerLine line(String team, String eventId, long tokens, long units) {
        return new LedgerLine(
                eventId,
                0,
                null,
                null,
                Lines.TIME,
                Lines.TIME.plusMillis(40),
                Attribution.builder("s-1").team(team).taskType("t").agent("a").build(),
                ModelCall.of("openai", "gpt-4o"),
                UsageCounts.of(tokens, 1),
                UsageStatus.FINAL,
                Lines.priced("0.%014d".formatted(units)),
                0,
                null,
                null,
                null,
                Set.of());
    }

    /** Runs a sink until it has written a line that was sent after all others. */
    private void runUntilQuiet(Class<?> program) {
        try (Victim sink = Victim.start(program, null, temporary.resolve("sinks.log"), arguments())) {
            append(QUIET, LINES);
            long quiet = sent.getOrDefault(QUIET, Sum.NONE).lines();
            tables.awaitNumber(quiet, "SELECT count(*) FROM token_usage WHERE team = '%s'".formatted(QUIET));
            assertThat(sink.isAlive()).isTrue();
        }
    }

    private Map<String, Sum> in(String table, String calls) throws SQLException {
        String sql = """
                SELECT team, sum(%s), sum(prompt_tokens), (sum(cost_exact) * 100000000000000)::bigint
                FROM %s GROUP BY team
                """.formatted(calls, table);
        Map<String, Sum> sums = new TreeMap<>();
        try (Connection connection = database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            while (row.next()) {
                sums.put(row.getString(1), new Sum(row.getLong(2), row.getLong(3), row.getLong(4)));
            }
        }
        return sums;
    }
}
