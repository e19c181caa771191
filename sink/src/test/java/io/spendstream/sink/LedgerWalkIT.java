package io.spendstream.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spendstream.sink.metrics.DriftMeters;
import io.spendstream.sink.recount.LedgerWalk;
import io.spendstream.sink.write.Database;
import io.spendstream.testkit.TestDatabase;
import io.spendstream.testkit.TestKafka;
import io.spendstream.testkit.TestPostgres;
import java.time.Duration;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the gauge says that holds the ledger topic against the rows, a little at a time. */
class LedgerWalkIT {
    private static final int LINES = 400;
    private static final Duration ENOUGH = Duration.ofMinutes(2);
    private static final String SOME = " WHERE id IN (SELECT id FROM token_usage ORDER BY id LIMIT 3)";

    private static TestKafka kafka;
    private static LedgerFixture ledger;

    private final TestDatabase database = TestPostgres.shared().freshDatabase();
    private final Tables tables = new Tables(database);
    private final Lines lines = new Lines(31);
    private final LedgerWalk walk =
            new LedgerWalk(() -> LedgerScan.open(Map.of("bootstrap.servers", ledger.bootstrapServers())));

    @BeforeAll
    static void startBroker() {
        kafka = TestKafka.start();
        ledger = new LedgerFixture(kafka);
    }

    @AfterAll
    static void stopBroker() {
        ledger.close();
        kafka.close();
    }

    @BeforeEach
    void fill() {
        ledger.recreate(3);
        ledger.append(lines.any(LINES));
        ledger.appendRaw(1, new byte[] {'?'});
        run(LINES);
        tables.execute("ALTER TABLE token_usage DISABLE TRIGGER token_usage_append_only");
    }

    @AfterEach
    void close() {
        walk.close();
    }

    @Test
    void findsNothingWhereNothingIs() {
        check();
        assertDifferent(0);

        ledger.append(lines.any(100)); // which the tables do not have yet
        check();
        assertDifferent(0);

        run(LINES + 100);
        check();
        assertDifferent(0);
    }

    @Test
    void theGaugeSaysWhatWasFound() {
        awaitGauge(0);

        tables.execute("UPDATE token_usage SET agent = 'forged'" + SOME);

        awaitGauge(3);
    }

    private void awaitGauge(double different) {
        var registry = new SimpleMeterRegistry();
        try (var meters = new DriftMeters(
                registry,
                Database.at(database.jdbcUrl(), database.user(), database.password()),
                () -> LedgerScan.open(Map.of("bootstrap.servers", ledger.bootstrapServers())))) {
            meters.show();
            await().atMost(ENOUGH)
                    .untilAsserted(() -> assertThat(gauge(registry)).isEqualTo(different));
        }
    }

    private static double gauge(SimpleMeterRegistry registry) {
        return registry.get("ai.ledger.drift")
                .tag("between", "ledger_and_rows")
                .gauge()
                .value();
    }

    @Test
    void findsRowsThatWereChangedOrDeletedAndThatTheyWereMended() {
        tables.execute("CREATE TABLE kept AS SELECT * FROM token_usage" + SOME);
        tables.execute("UPDATE token_usage SET agent = 'forged'" + SOME);
        check();
        assertDifferent(3);
        assertThat(walk.first()).get().asString().startsWith("partition ");

        tables.execute("UPDATE token_usage SET agent = kept.agent FROM kept WHERE token_usage.id = kept.id");
        check();
        assertDifferent(0);
        assertThat(walk.first()).isEmpty();

        tables.execute("DELETE FROM token_usage WHERE id = (SELECT max(id) FROM token_usage)");
        check();
        assertDifferent(1);
    }

    @Test
    void findsARecordThatIsNeitherRowNorSetAside() {
        tables.execute("DELETE FROM token_usage_rejected");

        check();

        assertDifferent(1);
    }

    @Test
    void aLineThatStandsThereASecondTimeMayBeOtherwise() {
        ledger.append(Lines.priced("twice", "0.01"));
        ledger.append(Lines.priced("twice", "0.02"));
        run(LINES + 1);
        check();
        assertDifferent(0);

        tables.execute("UPDATE token_usage SET agent = 'forged' WHERE event_id = 'twice'");
        check();
        assertDifferent(1);
    }

    @Test
    void goesOnALittleAtATimeAlsoWhereConnectionsAreLostMeanwhile() {
        tables.execute("UPDATE token_usage SET agent = 'forged'" + SOME);

        for (int round = 0; walk.different() < 3; round++) {
            assertThat(round).as("checks").isLessThan(LINES);
            check(Duration.ZERO);
            walk.close(); // as after any failure
        }

        assertDifferent(3);
    }

    @Test
    void whatWasFoundStandsWhileNothingCanBeCompared() {
        tables.execute("UPDATE token_usage SET agent = 'forged'" + SOME);
        check();
        tables.execute("ALTER TABLE token_usage_rejected RENAME TO elsewhere");

        assertThatThrownBy(this::check).hasStackTraceContaining("token_usage_rejected");

        assertDifferent(3);
        tables.execute("ALTER TABLE elsewhere RENAME TO token_usage_rejected");
        check();
        assertDifferent(3);
    }

    @Test
    void linesThatRetentionDeletedAndMonthsThatWereDroppedAreNotMissed() {
        tables.execute("DELETE FROM token_usage WHERE id = (SELECT min(id) FROM token_usage)");
        check();
        assertDifferent(1);

        ledger.deleteAll();
        ledger.append(lines.any(100));
        run(LINES + 99);
        check();
        assertDifferent(0);

        tables.execute("DROP TABLE token_usage_2026_11, token_usage_2026_10");
        check();
        assertDifferent(0);
    }

    @Test
    void aDatabaseThatWasRestoredFromABackupLacksNothing() {
        check();
        ledger.append(lines.any(100));
        tables.execute("CREATE TABLE backup AS SELECT * FROM sink_position");
        run(LINES + 100);
        check();

        tables.execute("DELETE FROM token_usage USING backup"
                + " WHERE id % 4096 = backup.partition AND id / 4096 >= backup.next_offset");
        tables.execute("UPDATE sink_position SET next_offset = backup.next_offset FROM backup"
                + " WHERE sink_position.partition = backup.partition");
        check();

        assertDifferent(0);
    }

    @Test
    void saysNothingOfATopicTheTablesWereNotWrittenFrom() {
        ledger.recreate(3);
        ledger.append(lines.any(LINES));

        assertThatThrownBy(this::check).hasMessageContaining("were not written from the ledger topic there is");
    }

    private void run(long rows) {
        try (Sink sink = Sink.start(
                SinkConfig.of(Tables.settings(ledger.bootstrapServers(), database)), new SimpleMeterRegistry())) {
            tables.awaitRows(rows);
            tables.awaitNumber(ledger.endOffsets(), "SELECT sum(next_offset) FROM sink_position");
            assertThat(sink.failure()).isEmpty();
        }
    }

    private void check() {
        check(ENOUGH);
    }

    private void check(Duration time) {
        try (Handle handle = Database.at(database.jdbcUrl(), database.user(), database.password())
                .open()) {
            walk.check(handle, time);
        }
    }

    private void assertDifferent(long lineCount) {
        assertThat(walk.different()).as("first at %s", walk.first()).isEqualTo(lineCount);
    }
}
