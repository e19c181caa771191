package io.spendstream.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spendstream.contract.LedgerLine;
import io.spendstream.testkit.TestDatabase;
import io.spendstream.testkit.TestKafka;
import io.spendstream.testkit.TestPostgres;
import java.util.List;
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

        assertThat(tables.lines()).containsExactlyInAnyOrderElementsOf(lines);
        tables.assertConsistent();
    }

    private Sink start() {
        return Sink.start(SinkConfig.of(Tables.settings(ledger.bootstrapServers(), database)), registry);
    }
}
