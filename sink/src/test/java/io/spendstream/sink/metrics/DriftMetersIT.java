package io.spendstream.sink.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.UsageCounts;
import io.spendstream.sink.Lines;
import io.spendstream.sink.Tables;
import io.spendstream.sink.schema.Schema;
import io.spendstream.sink.write.Batch;
import io.spendstream.sink.write.BatchWriter;
import io.spendstream.sink.write.Database;
import io.spendstream.sink.write.LedgerRow;
import io.spendstream.sink.write.Positions;
import io.spendstream.sink.write.Span;
import io.spendstream.testkit.TestDatabase;
import io.spendstream.testkit.TestPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DriftMetersIT {
    private static final String TOPIC = "spendstream.ledger";
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final String CELL = "bucket, team, project, task_type, agent, provider, model, pricing_status";
    private static final String ROWS = "rows_and_rollup";
    private static final String COUNTERS = "rollup_and_counters";

    private final TestDatabase database = TestPostgres.shared().freshDatabase();
    private final Tables tables = new Tables(database);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private DriftMeters meters;

    @BeforeEach
    void migrate() {
        Schema.migrate(database.jdbcUrl(), database.user(), database.password());
        meters = new DriftMeters(
                registry,
                Database.at(database.jdbcUrl(), database.user(), database.password()),
                () -> {
                    throw new IllegalStateException("this test has no ledger topic");
                },
                OFTEN);
    }

    @AfterEach
    void close() {
        meters.close();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void readsZeroForTablesOfAllKindsOfLines() throws SQLException {
        write(new Lines(4).any(500));

        meters.show();

        awaitDrift(0.0, 0.0);
    }

    @Test
    void readsZeroForEmptyTables() {
        meters.show();

        awaitDrift(0.0, 0.0);
    }

    @Test
    void seesACellThatSomebodyChangedAndThatItWasMended() throws SQLException {
        write(new Lines(5).any(100));
        meters.show();
        awaitDrift(0.0, 0.0);

        String cell = " WHERE ctid = (SELECT min(ctid) FROM token_usage_rollup)";
        tables.execute("CREATE TABLE kept AS SELECT * FROM token_usage_rollup" + cell);
        tables.execute(
                "UPDATE token_usage_rollup SET cost_exact = cost_exact + 0.00000000000001, calls = calls + 1" + cell);
        awaitDrift(1.0, 2.0);

        tables.execute("UPDATE token_usage_rollup SET cost_exact = cost_exact - 0.00000000000001, calls = calls - 1"
                + " WHERE (%1$s) = (SELECT %1$s FROM kept)".formatted(CELL));
        awaitDrift(0.0, 0.0);
    }

    @Test
    void seesACounterThatSomebodyChanged() throws SQLException {
        write(new Lines(6).any(100));
        tables.execute("UPDATE token_usage_counter SET output_tokens = output_tokens + 1"
                + " WHERE ctid = (SELECT min(ctid) FROM token_usage_counter)");

        meters.show();

        awaitDrift(0.0, 1.0);
    }

    @Test
    void comesAcrossARowOfLongAgoThatSomebodyChanged() throws SQLException {
        write(List.of(
                Lines.priced("new", "1"),
                Lines.of("old", Lines.TIME.minus(Duration.ofDays(100)), UsageCounts.of(1000, 200), Lines.priced("1"))));
        tables.execute("ALTER TABLE token_usage DISABLE TRIGGER token_usage_append_only");
        tables.execute("UPDATE token_usage SET prompt_tokens = prompt_tokens + 1 WHERE event_id = 'old'");

        meters.show();

        awaitDrift(1.0, 0.0);
    }

    @Test
    void doesNotMissRowsThatWereDroppedWithTheirMonth() throws SQLException {
        write(List.of(
                Lines.priced("new", "1"),
                Lines.of("old", Lines.TIME.minus(Duration.ofDays(100)), UsageCounts.of(1000, 200), Lines.priced("1"))));
        tables.execute("DROP TABLE token_usage_2026_08");

        meters.show();

        awaitDrift(0.0, 0.0);
    }

    @Test
    void isNotKnownWhileTheTablesCannotBeRead() throws SQLException {
        write(new Lines(7).any(10));
        meters.show();
        awaitDrift(0.0, 0.0);

        tables.execute("ALTER TABLE token_usage_counter RENAME TO away");
        awaitDrift(Double.NaN, Double.NaN);

        tables.execute("ALTER TABLE away RENAME TO token_usage_counter");
        awaitDrift(0.0, 0.0);
    }

    @Test
    void isShownOnlyByWhomItIsAskedOf() {
        meters.show();
        meters.show();
        assertThat(registry.getMeters()).hasSize(3);

        meters.hide();
        assertThat(registry.getMeters()).isEmpty();

        meters.show();
        awaitDrift(0.0, 0.0);
    }

    @Test
    void doesNotRememberWhatItFoundBeforeAnotherSinkTookOver() throws SQLException {
        write(new Lines(8).any(100));
        String cell = " WHERE ctid = (SELECT min(ctid) FROM token_usage_rollup)";
        tables.execute("UPDATE token_usage_rollup SET calls = calls + 1" + cell);
        meters.show();
        awaitDrift(1.0, 1.0);
        meters.hide();
        tables.execute("ALTER TABLE token_usage_counter RENAME TO away");

        meters.show();

        awaitDrift(Double.NaN, Double.NaN);
        assertThat(drift(ROWS)).isNaN();
    }

    /** Waits; boxed numbers, because NaN then equals NaN. */
    private void awaitDrift(Double rows, Double counters) {
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            assertThat(drift(ROWS)).as(ROWS).isEqualTo(rows);
            assertThat(drift(COUNTERS)).as(COUNTERS).isEqualTo(counters);
        });
    }

    private double drift(String between) {
        return registry.get("ai.ledger.drift").tag("between", between).gauge().value();
    }

    private void write(List<LedgerLine> lines) throws SQLException {
        try (Handle handle = Database.at(database.jdbcUrl(), database.user(), database.password())
                .open()) {
            long epoch =
                    new Positions(TOPIC).claim(handle, 0, new UUID(0, 0), 0).epoch();
            List<LedgerRow> rows = new ArrayList<>();
            for (LedgerLine line : lines) {
                rows.add(new LedgerRow(0, rows.size(), line, LedgerLineJson.write(line)));
            }
            new BatchWriter(TOPIC)
                    .write(handle, new Batch(rows, List.of(), List.of(new Span(0, epoch, 0, lines.size()))));
        }
    }
}
