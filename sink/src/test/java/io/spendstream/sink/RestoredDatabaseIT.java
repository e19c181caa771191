package io.spendstream.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spendstream.contract.LedgerLine;
import io.spendstream.sink.report.AllLines;
import io.spendstream.testkit.TestDatabase;
import io.spendstream.testkit.TestKafka;
import io.spendstream.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Brings the database back to an earlier backup: nothing else is done, and the tables catch up to the last line. */
class RestoredDatabaseIT {
    private static final long SEED = 20261122;

    private static final String DEADLOCK = "40P01";
    private static final List<String> TABLES = List.of(
            "token_usage",
            "token_usage_rollup",
            "token_usage_rollup_hour",
            "token_usage_rollup_day",
            "token_usage_counter",
            "token_usage_book",
            "token_usage_rejected",
            "sink_position");

    private static TestKafka kafka;
    private static LedgerFixture ledger;

    private final TestDatabase database = TestPostgres.shared().freshDatabase();
    private final Tables tables = new Tables(database);
    private final List<LedgerLine> lines = new Lines(SEED).any(600);

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
    void emptyLedger() {
        ledger.recreate(3);
    }

    @Test
    void aSinkThatIsStartedOnABackupCatchesUp() throws SQLException {
        ledger.append(lines.subList(0, 200));
        run(200);
        backUp();
        ledger.append(lines.subList(200, 500));
        run(500);

        restore();
        assertThat(tables.number("SELECT count(*) FROM token_usage")).isEqualTo(200);
        ledger.append(lines.subList(500, 600));
        run(600);

        assertCaughtUp();
    }

    @Test
    void aSinkUnderWhichTheDatabaseIsRestoredCatchesUp() throws SQLException {
        ledger.append(lines.subList(0, 200));
        run(200);
        backUp();
        try (Sink sink = start()) {
            ledger.append(lines.subList(200, 500));
            tables.awaitRows(500);

            restore(); // to an epoch earlier and a position earlier than this sink's
            ledger.append(lines.subList(500, 600));
            tables.awaitRows(600);

            assertThat(sink.failure()).isEmpty();
        }
        assertCaughtUp();
    }

    @Test
    void aSinkThatFindsItsOwnEpochAtAnEarlierPositionCatchesUp() throws SQLException {
        ledger.append(lines.subList(0, 200));
        try (Sink sink = start()) {
            tables.awaitRows(200);
            backUp();
            ledger.append(lines.subList(200, 500));
            tables.awaitRows(500);

            restore();
            ledger.append(lines.subList(500, 600));
            tables.awaitRows(600);

            assertThat(sink.failure()).isEmpty();
        }
        assertCaughtUp();
    }

    private void assertCaughtUp() {
        assertThat(AllLines.in(database)).containsExactlyInAnyOrderElementsOf(lines);
        assertThat(tables.number("SELECT sum(duplicates) FROM sink_position")).isZero();
        assertThat(tables.number("SELECT count(*) FROM token_usage_book"))
                .isEqualTo(tables.number("SELECT count(*) FROM (SELECT DISTINCT (timestamp AT TIME ZONE 'UTC')::date,"
                        + " book_version FROM token_usage WHERE book_version IS NOT NULL) AS books"));
        tables.assertConsistent();
    }

    private void run(long rows) {
        try (Sink sink = start()) {
            tables.awaitRows(rows);
            assertThat(sink.failure()).isEmpty();
        }
    }

    private Sink start() {
        return Sink.start(
                SinkConfig.of(Tables.settings(ledger.bootstrapServers(), database)), new SimpleMeterRegistry());
    }

    private void backUp() {
        tables.execute("CREATE SCHEMA backup");
        for (String table : TABLES) {
            tables.execute("CREATE TABLE backup.%1$s AS SELECT * FROM %1$s".formatted(table));
        }
    }

    /** Puts everything back, however often the sink's own reading and writing gets in the way. */
    private void restore() throws SQLException {
        while (true) {
            try {
                restoreAtOnce();
                return;
            } catch (SQLException e) {
                if (!DEADLOCK.equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
    }

    /** Puts everything back as it was, in one transaction, as a restored server does at once. */
    private void restoreAtOnce() throws SQLException {
        try (Connection connection = database.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("TRUNCATE " + String.join(", ", TABLES));
            for (String table : TABLES) {
                String columns = String.join(
                        ", ",
                        tables.texts(
                                "SELECT quote_ident(column_name) FROM information_schema.columns WHERE table_schema ="
                                        + " 'backup' AND table_name = '%s' AND column_name <> 'cost'"
                                                .formatted(table)));
                statement.execute("INSERT INTO %1$s (%2$s) SELECT %2$s FROM backup.%1$s".formatted(table, columns));
            }
            connection.commit();
        }
    }
}
