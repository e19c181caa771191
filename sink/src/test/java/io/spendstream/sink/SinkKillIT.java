package io.spendstream.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spendstream.contract.LedgerLine;
import io.spendstream.sink.report.AllLines;
import io.spendstream.testkit.TestDatabase;
import io.spendstream.testkit.TestKafka;
import io.spendstream.testkit.TestPostgres;
import io.spendstream.testkit.Victim;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills the process of a sink at a chosen point: a lock holds it there until it is dead. */
class SinkKillIT {
    private static final long SEED = 9;
    private static final Duration WAIT_MAX = Duration.ofMinutes(2);

    private final TestDatabase database = TestPostgres.shared().freshDatabase();
    private final Tables tables = new Tables(database);

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"token_usage", "token_usage_rollup", "token_usage_counter"})
    void killedBeforeItsCommitItLeavesNothingAndTheNextOneWritesAll(String table) throws Exception {
        List<LedgerLine> lines = new Lines(SEED).any(500);
        try (TestKafka kafka = TestKafka.start();
                var ledger = new LedgerFixture(kafka)) {
            ledger.recreate(2);
            Map<String, String> settings = Tables.settings(kafka.bootstrapServers(), database);
            ledger.append(lines.subList(0, 100));
            try (Victim victim = start(settings)) {
                tables.awaitRows(100);
                try (Connection lock = database.connect();
                        var statement = lock.createStatement()) {
                    lock.setAutoCommit(false);
                    statement.execute("LOCK TABLE %s IN SHARE MODE".formatted(table)); // readers pass, writers wait
                    ledger.append(lines.subList(100, 500));
                    awaitBlockedSinks(1);
                    victim.kill();
                    lock.rollback();
                }
            }

            try (Sink sink = Sink.start(SinkConfig.of(settings), new SimpleMeterRegistry())) {
                tables.awaitRows(500);
                assertThat(sink.failure()).isEmpty();
            }
        }
        assertThat(AllLines.in(database)).containsExactlyInAnyOrderElementsOf(lines);
        assertThat(tables.number("SELECT sum(duplicates) FROM sink_position")).isZero();
        tables.assertConsistent();
    }

    @Test
    void aSinkThatWakesUpAfterItsPartitionsWentToAnotherWritesNothing() throws Exception {
        List<LedgerLine> lines = new Lines(SEED + 1).any(600);
        try (TestKafka kafka = TestKafka.start();
                var ledger = new LedgerFixture(kafka)) {
            ledger.recreate(2);
            Map<String, String> settings = Tables.settings(kafka.bootstrapServers(), database);
            settings.put("kafka.session.timeout.ms", "6000");
            ledger.append(lines.subList(0, 100));
            try (Victim zombie = start(settings)) {
                tables.awaitRows(100);
                zombie.signal("STOP");
                ledger.append(lines.subList(100, 400));
                try (Sink heir = Sink.start(SinkConfig.of(settings), new SimpleMeterRegistry())) {
                    tables.awaitRows(400);
                    zombie.signal("CONT");
                    ledger.append(lines.subList(400, 600));
                    tables.awaitRows(600);
                    assertThat(heir.failure()).isEmpty();
                }
            }
        }
        assertThat(AllLines.in(database)).containsExactlyInAnyOrderElementsOf(lines);
        assertThat(tables.number("SELECT sum(duplicates) FROM sink_position")).isZero();
        tables.assertConsistent();
    }

    private Victim start(Map<String, String> settings) {
        return Victim.start(SinkProcess.class, null, temporary.resolve("sink.log"), SinkProcess.arguments(settings));
    }

    private void awaitBlockedSinks(long count) {
        await().atMost(WAIT_MAX)
                .until(() -> tables.number("SELECT count(*) FROM pg_stat_activity"
                                + " WHERE application_name = 'spendstream-sink' AND wait_event_type = 'Lock'"
                                + " AND datname = current_database()")
                        == count);
    }
}
