package io.spendstream.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spendstream.contract.LedgerLine;
import io.spendstream.sink.report.AllLines;
import io.spendstream.testkit.TestDatabase;
import io.spendstream.testkit.TestKafka;
import io.spendstream.testkit.TestPostgres;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SinkIT {
    private static final long SEED = 20261121;

    private static TestKafka kafka;
    private static LedgerFixture ledger;

    private final TestDatabase database = TestPostgres.shared().freshDatabase();
    private final Tables tables = new Tables(database);
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

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
    void everyLineIsOneRowAndSaysWhatTheLineSays() {
        List<LedgerLine> lines = new Lines(SEED).any(3000);
        ledger.append(lines.subList(0, 1000));
        ledger.appendAborted(lines.subList(1000, 1100));

        try (Sink sink = start()) {
            ledger.append(lines.subList(1000, 3000));
            tables.awaitRows(3000);

            assertThat(sink.isReady()).isTrue();
        }

        assertThat(AllLines.in(database)).containsExactlyInAnyOrderElementsOf(lines);
        tables.assertConsistent();
    }

    @Test
    void aLineThatStandsTwiceInTheTopicIsOneRow() {
        LedgerLine line = Lines.priced("twice", "0.25");
        ledger.appendTo(0, line);
        ledger.appendTo(1, line);
        ledger.appendTo(1, line);

        try (Sink sink = start()) {
            tables.awaitNumber(2, "SELECT sum(duplicates) FROM sink_position");

            assertThat(sink.isAlive()).isTrue();
        }

        assertThat(AllLines.in(database)).containsExactly(line);
        tables.assertConsistent();
    }

    @Test
    void goesOnWhereItStopped() {
        List<LedgerLine> lines = new Lines(SEED).any(300);
        ledger.append(lines.subList(0, 100));
        try (Sink sink = start()) {
            tables.awaitRows(100);
            assertThat(sink.failure()).isEmpty();
        }
        ledger.append(lines.subList(100, 300));

        try (Sink again = start()) {
            tables.awaitRows(300);
            assertThat(again.failure()).isEmpty();
        }

        assertThat(tables.number("SELECT sum(duplicates) FROM sink_position")).isZero();
        assertThat(tables.number("SELECT max(epoch) FROM sink_position")).isEqualTo(2);
        assertThat(AllLines.in(database)).containsExactlyInAnyOrderElementsOf(lines);
        tables.assertConsistent();
    }

    @Test
    void thePositionPassesTheMarkersThatTransactionsLeave() {
        ledger.append(Lines.priced("e-1", "1"));
        ledger.appendAborted(List.of(Lines.priced("e-2", "1")));

        try (Sink sink = start()) {
            tables.awaitNumber(ledger.endOffsets(), "SELECT sum(next_offset) FROM sink_position");
            await().atMost(Tables.WAIT_MAX).until(sink::isReady);
        }

        assertThat(tables.number("SELECT count(*) FROM token_usage")).isEqualTo(1);
    }

    @Test
    void whatCannotBeReadIsSetAsideAndTheRestGoesOn() {
        ledger.appendRaw(0, "no ledger line".getBytes(UTF_8));
        ledger.appendRaw(0, null);
        ledger.appendTo(0, Lines.priced("too-expensive", "10000"));
        ledger.appendTo(0, Lines.priced("good", "9999.999999"));

        try (Sink sink = start()) {
            tables.awaitRows(1);
            assertThat(sink.isAlive()).isTrue();
            assertThat(registry.get("ai.sink.errors")
                            .tag("reason", "rejected")
                            .counter()
                            .count())
                    .isEqualTo(3);
        }

        assertThat(tables.texts("SELECT coalesce(sqlstate, 'none') FROM token_usage_rejected ORDER BY \"offset\""))
                .containsExactly("none", "none", "22003");
        tables.assertConsistent();
    }

    @Test
    void countersAreWhatTheTableSaysAndSurviveARestart() {
        LedgerLine wrong = Lines.priced("wrong", "0.02");
        ledger.append(wrong, Lines.priced("right", "0.03"), Lines.unpriced("unpriced"), Lines.takenBack(wrong));
        for (int run = 0; run < 2; run++) {
            try (Sink sink = start(SinkConfig.KNOWN_MODELS, "gpt-4o,o3")) {
                await().atMost(Tables.WAIT_MAX)
                        .untilAsserted(() -> assertThat(value("ai_inference_cost_cents_total{model=\"gpt-4o\"}"))
                                .isEqualTo(5));

                assertThat(value("ai_inference_credit_cents_total{model=\"gpt-4o\"}"))
                        .isEqualTo(2);
                assertThat(value("ai_inference_cost_cents_total{model=\"o3\"}")).isZero();
                assertThat(value("ai_inference_cost_cents_total{model=\"other\"}"))
                        .isZero();
                assertThat(value("ai_token_input_total{model=\"gpt-4o\"}")).isEqualTo(2000);
                assertThat(value("ai_token_output_total{model=\"gpt-4o\"}")).isEqualTo(400);
                assertThat(value("ai_token_credit_total{kind=\"input\",model=\"gpt-4o\"}"))
                        .isEqualTo(1000);
                assertThat(value("ai_token_input_total{model=\"other\"}")).isEqualTo(1000);
                assertThat(value("ai_unpriced_tokens_total{model=\"other\"}")).isEqualTo(1200);
                assertThat(value("ai_requests_total{model=\"gpt-4o\"}")).isEqualTo(2);
                assertThat(value("ai_token_cache_read_total{model=\"o3\"}")).isZero();
                assertThat(value("ai_token_cache_write_total{model=\"o3\"}")).isZero();
                assertThat(value("ai_token_reasoning_total{model=\"o3\"}")).isZero();
                assertThat(sink.failure()).isEmpty();
            }
            assertThat(registry.getMeters()).isEmpty();
        }
        tables.assertConsistent();
    }

    @Test
    void showsHowFarBehindItIs() {
        ledger.append(new Lines(SEED).any(50));

        try (Sink sink = start()) {
            tables.awaitRows(50);
            await().atMost(Tables.WAIT_MAX)
                    .untilAsserted(
                            () -> assertThat(value("ai_sink_lag_records")).isZero());

            assertThat(value("ai_pipeline_lag_seconds")).isZero();
            assertThat(value("ai_sink_rows_total")).isEqualTo(50);
            assertThat(value("ai_event_to_row_seconds_count")).isEqualTo(50);
            assertThat(value("ai_sink_errors_total{reason=\"database_away\"}")).isZero();
            assertThat(sink.failure()).isEmpty();
        }
    }

    @Test
    void twoSinksShareTheWorkAndOneShowsTheCounters() {
        var lines = new Lines(SEED);
        ledger.append(lines.any(200));
        var secondRegistry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (Sink first = start()) {
            tables.awaitRows(200);
            try (Sink second = Sink.start(config(), secondRegistry)) {
                await().atMost(Tables.WAIT_MAX).until(second::isReady);
                ledger.append(lines.any(300));
                tables.awaitRows(500);
                await().atMost(Tables.WAIT_MAX)
                        .untilAsserted(() -> assertThat(shown(registry) + shown(secondRegistry))
                                .as("input tokens shown")
                                .isEqualTo(
                                        (double) tables.number("SELECT sum(input_tokens) FROM token_usage_counter")));
                assertThat(List.of(registry, secondRegistry))
                        .filteredOn(each -> shown(each) > 0)
                        .hasSize(1);
                assertThat(second.failure()).isEmpty();
            }
            ledger.append(lines.any(100));
            tables.awaitRows(600);
            assertThat(first.failure()).isEmpty();
        }
        tables.assertConsistent();
    }

    @Test
    void aSinkThatWasTakenOverWritesNothingAndJoinsAgain() {
        var lines = new Lines(SEED);
        ledger.append(lines.any(100));
        try (Sink sink = start()) {
            tables.awaitRows(100);
            tables.execute(
                    "UPDATE sink_position SET epoch = epoch + 1"); // as another sink does that thinks it is its turn

            ledger.append(lines.any(200));
            tables.awaitRows(300);

            assertThat(registry.get("ai.sink.errors")
                            .tag("reason", "fenced")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(sink.failure()).isEmpty();
        }
        tables.assertConsistent();
    }

    @Test
    void sinksOfOneTableInDifferentGroupsDoNoHarmAndOneOfThemSaysWhatIsWrong() {
        var lines = new Lines(SEED);
        var otherRegistry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (Sink first = start();
                Sink second = Sink.start(config(SinkConfig.GROUP_ID, "another-group"), otherRegistry)) {
            await().atMost(Tables.WAIT_MAX).until(() -> first.isReady() && second.isReady());
            long rows = 0;
            while (first.isAlive() && second.isAlive()) {
                ledger.append(lines.any(20));
                rows += 20;
                tables.awaitRows(rows);
            }

            assertThat(Stream.of(first, second).flatMap(sink -> sink.failure().stream()))
                    .singleElement()
                    .satisfies(failure -> assertThat(failure).hasMessageContaining("same group.id"));
        }
        tables.assertConsistent();
    }

    @Test
    void stopsAtLinesOfANewerVersionAndLosesNothing() {
        ledger.appendRaw(0, "{\"schema_version\":2}".getBytes(UTF_8));

        try (Sink sink = start()) {
            await().atMost(Tables.WAIT_MAX).until(() -> !sink.isAlive());

            assertThat(sink.failure())
                    .get()
                    .extracting(Exception::getMessage)
                    .asString()
                    .contains("upgrade the sink");
            assertThat(tables.number("SELECT sum(next_offset) FROM sink_position"))
                    .isZero();
        }
    }

    @Test
    void stopsWhenTheTopicWasMadeAnew() {
        ledger.append(new Lines(SEED).any(10));
        try (Sink sink = start()) {
            tables.awaitRows(10);
            assertThat(sink.isAlive()).isTrue();
        }
        ledger.recreate(3);

        assertStops("is not the one the table was written from");
        assertThat(tables.number("SELECT max(epoch) FROM sink_position")).isEqualTo(1);
    }

    @Test
    void stopsWhenTheTopicIsMadeAnewWhileItReadsEvenIfTheNewOneIsLonger() {
        ledger.append(new Lines(SEED).any(10));
        try (Sink sink = start()) {
            tables.awaitRows(10);
            ledger.recreate(3);
            ledger.append(new Lines(SEED + 1).any(500));

            await().atMost(Tables.WAIT_MAX).until(() -> !sink.isAlive());

            assertThat(sink.failure())
                    .get()
                    .extracting(Exception::getMessage)
                    .asString()
                    .containsAnyOf("is not the one the table was written from", "no longer has the positions");
        }
        assertThat(tables.number("SELECT count(*) FROM token_usage")).isEqualTo(10);
        assertStops("is not the one the table was written from");
    }

    @Test
    void emptyTablesDoNotBeginInTheMiddleOfTheLedgerUnlessTheyAreTold() {
        ledger.append(new Lines(SEED).any(30));
        ledger.deleteAll();
        List<LedgerLine> left = new Lines(SEED + 1).any(20);
        ledger.append(left);

        assertStops("the tables have none of partition");
        assertThat(tables.number("SELECT count(*) FROM sink_position")).isZero();

        try (Sink sink = start(SinkConfig.START_INCOMPLETE, "true")) {
            tables.awaitRows(20);
            assertThat(sink.failure()).isEmpty();
        }
        assertThat(AllLines.in(database)).containsExactlyInAnyOrderElementsOf(left);
    }

    @Test
    void stopsWhenLinesAreGoneBeforeTheyWereWritten() {
        ledger.append(new Lines(SEED).any(10));
        try (Sink sink = start()) {
            tables.awaitRows(10);
            assertThat(sink.isAlive()).isTrue();
        }
        ledger.append(new Lines(SEED + 1).any(10));
        ledger.deleteAll();

        assertStops("lines of spendstream.ledger are lost");
    }

    @Test
    void stopsWhenTheDatabaseRefusesForGood() {
        assertStops("PostgreSQL refuses (SQLSTATE 3D000)", SinkConfig.JDBC_URL, database.jdbcUrl() + "_not_there");
    }

    private void assertStops(String message, String... settings) {
        try (Sink sink = start(settings)) {
            await().atMost(Tables.WAIT_MAX).until(() -> !sink.isAlive());

            assertThat(sink.isReady()).isFalse();
            assertThat(sink.failure())
                    .get()
                    .extracting(Exception::getMessage)
                    .asString()
                    .contains(message);
            assertThat(registry.get("ai.sink.errors")
                            .tag("reason", "stopped")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
        assertThat(registry.getMeters()).isEmpty();
    }

    private Sink start(String... settings) {
        return Sink.start(config(settings), registry);
    }

    private SinkConfig config(String... settings) {
        Map<String, String> all = Tables.settings(ledger.bootstrapServers(), database);
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return SinkConfig.of(all);
    }

    private double value(String series) {
        return registry.scrape()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    private static double shown(PrometheusMeterRegistry registry) {
        return registry.find("ai.token.input").functionCounters().stream()
                .mapToDouble(FunctionCounter::count)
                .sum();
    }
}
