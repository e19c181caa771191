package io.spendstream.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spendstream.contract.LedgerLine;
import io.spendstream.embedded.EmbeddedPostgres;
import io.spendstream.sink.report.AllLines;
import io.spendstream.testkit.TestDatabase;
import io.spendstream.testkit.TestKafka;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class PostgresAwayIT {
    private static final long SEED = 15;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void nothingIsLostOrDoubledWhileTheServerDiesAndComesBackAndTheLogSaysSoOnce(@TempDir Path directory) {
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        ((Logger) LoggerFactory.getLogger(DatabaseLink.class)).addAppender(log);
        var source = new Lines(SEED);
        List<LedgerLine> lines = new ArrayList<>();
        try (TestKafka kafka = TestKafka.start();
                EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, 0);
                var ledger = new LedgerFixture(kafka)) {
            ledger.recreate(2);
            var database = new TestDatabase(postgres.jdbcUrl(), postgres.user(), postgres.password());
            var tables = new Tables(database);
            try (Sink sink = Sink.start(SinkConfig.of(Tables.settings(kafka.bootstrapServers(), database)), registry)) {
                await().until(sink::isReady);
                append(ledger, source, lines, 20);
                await().atMost(Tables.WAIT_MAX).until(() -> tables.number("SELECT count(*) FROM token_usage") > 0);

                for (int outage = 0; outage < 2; outage++) {
                    append(ledger, source, lines, 10);
                    postgres.stopImmediately(); // in the middle of a transaction, as likely as not
                    append(ledger, source, lines, 10);
                    await().atMost(Tables.WAIT_MAX).until(() -> !sink.isReady());
                    assertThat(sink.isAlive()).isTrue();
                    postgres.startAgain();
                    await().atMost(Tables.WAIT_MAX).until(sink::isReady);
                }

                tables.awaitRows(lines.size());
                assertThat(sink.failure()).isEmpty();
            }
            assertThat(AllLines.in(database)).containsExactlyInAnyOrderElementsOf(lines);
            assertThat(tables.number("SELECT sum(duplicates) FROM sink_position"))
                    .isZero();
            tables.assertConsistent();
        }
        assertThat(log.list)
                .extracting(event -> event.getMessage().split(" \\(| after", 2)[0])
                .containsExactly(
                        "PostgreSQL is away", "PostgreSQL is back", "PostgreSQL is away", "PostgreSQL is back");
    }

    @Test
    void aSinkMayBeStartedBeforeItsDatabase(@TempDir Path directory) {
        try (TestKafka kafka = TestKafka.start();
                EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, 0);
                var ledger = new LedgerFixture(kafka)) {
            ledger.recreate(1);
            ledger.append(new Lines(SEED).any(10));
            var database = new TestDatabase(postgres.jdbcUrl(), postgres.user(), postgres.password());
            postgres.stopImmediately();
            try (Sink sink = Sink.start(SinkConfig.of(Tables.settings(kafka.bootstrapServers(), database)), registry)) {
                await().atMost(Tables.WAIT_MAX)
                        .until(() -> registry.get("ai.sink.errors")
                                        .tag("reason", "database_away")
                                        .counter()
                                        .count()
                                > 0);
                assertThat(sink.isAlive()).isTrue();
                assertThat(sink.isReady()).isFalse();

                postgres.startAgain();

                new Tables(database).awaitRows(10);
                assertThat(sink.failure()).isEmpty();
            }
        }
    }

    private static void append(LedgerFixture ledger, Lines source, List<LedgerLine> lines, int batches) {
        for (int i = 0; i < batches; i++) {
            List<LedgerLine> batch = source.any(100);
            ledger.append(batch);
            lines.addAll(batch);
        }
    }
}
