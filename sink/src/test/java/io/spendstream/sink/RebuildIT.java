package io.spendstream.sink;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spendstream.contract.LedgerLine;
import io.spendstream.sink.rebuild.Rebuild;
import io.spendstream.sink.rebuild.RebuildListener;
import io.spendstream.sink.rebuild.Rebuilt;
import io.spendstream.sink.rebuild.Stage;
import io.spendstream.sink.recount.DifferentEvent;
import io.spendstream.sink.recount.View;
import io.spendstream.sink.report.AllLines;
import io.spendstream.testkit.TestDatabase;
import io.spendstream.testkit.TestKafka;
import io.spendstream.testkit.TestPostgres;
import io.spendstream.testkit.Victim;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Makes the tables anew from the ledger topic. */
class RebuildIT {
    private static final long SEED = 20261123;
    private static final Instant NOW = Instant.parse("2026-11-22T07:00:00Z");
    private static final Duration DEATH_MAX = Duration.ofMinutes(2);
    private static final String BEFORE = "public_before_20261122_070000";

    private static TestKafka kafka;
    private static LedgerFixture ledger;

    private final TestDatabase database = TestPostgres.shared().freshDatabase();
    private final Tables tables = new Tables(database);
    private final List<LedgerLine> lines = new Lines(SEED).any(600);

    @TempDir
    private Path temporary;

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
    void fillLedgerAndTables() {
        ledger.recreate(3);
        ledger.append(lines.subList(0, 500));
        run(500);
    }

    @Test
    void makesTheSameTablesAndKeepsTheOldOnes() {
        String content = contentOf("public");

        Rebuilt rebuilt = rebuild(stage -> {}).run(NOW, false);

        assertThat(rebuilt.before()).contains(BEFORE);
        assertThat(rebuilt.views())
                .allSatisfy(view -> assertThat(view.different()).isZero());
        assertThat(rebuilt.old())
                .allSatisfy(view -> assertThat(view.different()).isZero());
        assertThat(contentOf("public")).isEqualTo(content);
        assertThat(contentOf(BEFORE)).isEqualTo(content);
        assertThat(AllLines.in(database)).containsExactlyInAnyOrderElementsOf(lines.subList(0, 500));
        tables.assertConsistent();
        assertThat(tables.number("SELECT count(*) FROM pg_namespace WHERE nspname = 'public_replay'"))
                .isZero();
    }

    @Test
    void mendsTablesThatWereTamperedWithAndSaysWhatWasWrong() {
        tables.execute("ALTER TABLE token_usage DISABLE TRIGGER token_usage_append_only");
        tables.execute("UPDATE token_usage SET cost_exact = 7 WHERE id = (SELECT max(id) FROM token_usage)");
        tables.execute("UPDATE token_usage_counter SET requests = requests + 1");

        Rebuilt rebuilt = rebuild(stage -> {}).run(NOW, true);

        assertThat(rebuilt.before()).isEmpty();
        assertThat(rebuilt.old())
                .filteredOn(view -> view.different() > 0)
                .extracting(View::name)
                .contains("token_usage", "token_usage_counter");
        assertThat(rebuilt.old().get(0).firstDifference().orElseThrow().event())
                .isNotNull()
                .extracting(DifferentEvent::figures, as(InstanceOfAssertFactories.LIST))
                .isNotEmpty();
        assertThat(AllLines.in(database)).containsExactlyInAnyOrderElementsOf(lines.subList(0, 500));
        tables.assertConsistent();
        assertThat(tables.number("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'public\\_%'"))
                .isZero();
        assertThatThrownBy(() -> tables.execute("DELETE FROM token_usage")).hasStackTraceContaining("append-only");
    }

    @Test
    void aSinkGoesOnWithTheNewTablesAfterARestart() {
        assertThat(rebuild(stage -> {}).run(NOW, true).positions()).hasSize(3);

        ledger.append(lines.subList(500, 600));
        run(600);

        assertAllLinesOnce();
    }

    @Test
    void aSinkThatIsAtWorkMeanwhileGoesOnWithTheNewTables() {
        try (Sink sink = start()) {
            Rebuilt rebuilt = rebuild(stage -> {
                        if (stage == Stage.COMPARED) { // behind the back of what was copied and compared
                            ledger.append(lines.subList(500, 550));
                            tables.awaitRows(550);
                        }
                    })
                    .run(NOW, false);
            assertThat(rebuilt.before()).contains(BEFORE);
            ledger.append(lines.subList(550, 600));
            tables.awaitRows(600);

            assertThat(sink.failure()).isEmpty();
        }
        assertThat(tables.number("SELECT count(*) FROM %s.token_usage".formatted(BEFORE)))
                .isEqualTo(550);
        assertAllLinesOnce();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PREPARED", RebuildProcess.COPYING, "COPIED", "COMPARED", "CAUGHT_UP", "MOVED"})
    void killedBeforeTheSwapIsCommittedItLeavesTheOldTablesInForce(String point) throws Exception {
        String content = contentOf("public");

        dieAt(point);

        assertThat(contentOf("public")).isEqualTo(content);
        assertThat(tables.number("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'public\\_before%'"))
                .isZero();
        ledger.append(lines.subList(500, 600));
        run(600);
        assertAllLinesOnce();

        assertThat(rebuild(stage -> {}).run(NOW, false).before()).contains(BEFORE);
        assertAllLinesOnce();
    }

    @Test
    void killedAfterTheSwapItLeavesTheNewTablesInForce() throws Exception {
        dieAt("SWAPPED");

        ledger.append(lines.subList(500, 600));
        run(600);
        assertAllLinesOnce();
    }

    private void dieAt(String point) throws Exception {
        List<String> arguments = RebuildProcess.arguments(Tables.settings(ledger.bootstrapServers(), database), point);
        try (Victim rebuild = Victim.start(RebuildProcess.class, null, temporary.resolve("rebuild.log"), arguments)) {
            rebuild.awaitCrash(DEATH_MAX);
        }
    }

    @Test
    void refusesALedgerThatHasLostItsBeginning() {
        String content = contentOf("public");
        ledger.deleteAll();

        assertThatThrownBy(() -> rebuild(stage -> {}).run(NOW, false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has lost its beginning to its retention")
                .hasMessageContaining("partition 0 begins at offset ");
        assertThatThrownBy(() -> rebuild(stage -> {}).check()).hasMessageContaining("has lost its beginning");
        assertThat(contentOf("public")).isEqualTo(content);
    }

    @Test
    void refusesALedgerTheTablesWereNotWrittenFrom() {
        ledger.recreate(3);
        ledger.append(lines);

        assertThatThrownBy(() -> rebuild(stage -> {}).run(NOW, false))
                .hasMessageContaining("the tables were not written from the ledger topic there is");
    }

    @Test
    void saysWhatItWouldStartFromAndChangesNothing() {
        Rebuild.Start start = rebuild(stage -> {}).check();

        assertThat(start.records()).isEqualTo(ledger.endOffsets());
        assertThat(start.schema()).isEqualTo("public");
        assertThat(start.sinks()).isZero();
        assertThat(tables.number("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'public\\_%'"))
                .isZero();
    }

    private void assertAllLinesOnce() {
        assertThat(AllLines.in(database)).containsExactlyInAnyOrderElementsOf(lines);
        assertThat(tables.number("SELECT sum(duplicates) FROM sink_position")).isZero();
        tables.assertConsistent();
    }

    /** Returns a digest of every row of every table of {@code schema}, epochs apart. */
    private String contentOf(String schema) {
        var content = new StringBuilder();
        for (String table : List.of(
                "token_usage",
                "token_usage_rollup",
                "token_usage_rollup_hour",
                "token_usage_rollup_day",
                "token_usage_counter",
                "token_usage_book",
                "token_usage_rejected")) {
            content.append(tables.texts("SELECT coalesce(md5(string_agg(line::text, ';' ORDER BY line::text)), '')"
                    + " FROM %s.%s AS line".formatted(schema, table)));
        }
        return content.append(tables.texts("SELECT string_agg(partition || ':' || next_offset || ':' || rows, ' '"
                        + " ORDER BY partition) FROM %s.sink_position".formatted(schema)))
                .toString();
    }

    private void run(long rows) {
        try (Sink sink = start()) {
            tables.awaitRows(rows);
            tables.awaitNumber(ledger.endOffsets(), "SELECT sum(next_offset) FROM sink_position");
            assertThat(sink.failure()).isEmpty();
        }
    }

    private Sink start() {
        return Sink.start(
                SinkConfig.of(Tables.settings(ledger.bootstrapServers(), database)), new SimpleMeterRegistry());
    }

    private Rebuild rebuild(Consumer<Stage> atStage) {
        var where = new Rebuild.Where(database.jdbcUrl(), database.user(), database.password());
        return new Rebuild(Map.of("bootstrap.servers", ledger.bootstrapServers()), where, new RebuildListener() {
            @Override
            public void reached(Stage stage) {
                atStage.accept(stage);
            }

            @Override
            public void copied(long records, long all) {}

            @Override
            public void compared(long records, long all) {}
        });
    }
}
