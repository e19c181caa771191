package io.spendstream.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.UsageCounts;
import io.spendstream.sink.recount.DifferentEvent;
import io.spendstream.sink.recount.LedgerSums;
import io.spendstream.sink.recount.Standing;
import io.spendstream.sink.recount.TableViews;
import io.spendstream.sink.recount.View;
import io.spendstream.sink.write.Database;
import io.spendstream.sink.write.LedgerRow;
import io.spendstream.testkit.TestDatabase;
import io.spendstream.testkit.TestKafka;
import io.spendstream.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a comparison of the tables with the ledger topic says where one of them has lost its older part. */
class TableViewsIT {
    private static TestKafka kafka;
    private static LedgerFixture ledger;

    private final TestDatabase database = TestPostgres.shared().freshDatabase();
    private final Tables tables = new Tables(database);
    private final Lines lines = new Lines(77);
    private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);

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
    void makeTopic() {
        ledger.recreate(2);
    }

    @Test
    void whereTheTopicHasLostItsBeginningWhatIsWholeIsCompared() {
        List<LedgerLine> lost = at(hoursAgo(10), "lost", 30);
        List<LedgerLine> late = at(hoursAgo(9), "late", 20); // in buckets of which the topic has lost the other lines
        List<LedgerLine> whole = at(hoursAgo(2), "whole", 50);
        ledger.recreateForThePast(2);
        ledger.appendAt(hoursAgo(10), lost);
        Map<TopicPartition, Long> retained = ledger.ends();
        ledger.appendAt(hoursAgo(5), late);
        ledger.appendAt(hoursAgo(2), whole);
        ledger.useAppendTime();
        write(100);

        ledger.deleteBefore(retained);

        Optional<Instant> since;
        try (LedgerScan scan = open()) {
            since = scan.completeSince();
            assertThat(scan.beginnings().values()).allMatch(beginning -> beginning > 0);
        }
        assertThat(since).contains(hoursAgo(5).plus(Duration.ofMinutes(15)));
        assertAgree(compare(since), 50);

        change("UPDATE token_usage SET agent = 'forged' WHERE event_id IN ('lost-3', 'late-3')");
        assertAgree(compare(since), 50);

        change("UPDATE token_usage SET agent = 'forged' WHERE event_id = 'whole-7'");
        DifferentEvent event = firstEvent(compare(since));
        assertThat(event.eventId()).isEqualTo("whole-7");
        assertThat(event)
                .hasToString("whole-7, entry 0, partition %d offset %d: agent forged, the ledger says triage"
                        .formatted(event.partition(), event.offset()));
    }

    @Test
    void aTopicThatHasLostNothingIsComparedWhole() {
        ledger.append(lines.any(300));
        write(300);

        try (LedgerScan scan = open()) {
            assertThat(scan.completeSince()).isEmpty();
        }
        List<View> views = compare(Optional.empty());
        assertThat(views).allSatisfy(view -> assertThat(view.different()).isZero());
        assertThat(views).extracting(View::note).containsOnly("");
    }

    @Test
    void aMonthWhoseRowsWereDroppedIsLeftOutAndNamed() {
        Instant earlier = Instant.parse("2026-09-20T10:00:00Z");
        ledger.append(at(earlier, "earlier", 30));
        ledger.append(at(hour, "now", 40));
        write(70);

        tables.execute("DROP TABLE token_usage_2026_09");

        List<View> views = compare(Optional.empty());
        assertThat(views).allSatisfy(view -> assertThat(view.different()).isZero());
        assertThat(views.get(0).sums().calls()).isEqualTo(40);
        assertThat(views.get(0).note()).isEqualTo("the rows of 2026-09 were dropped and are not compared");
        assertThat(views.get(1).sums().calls()).as("the rollup keeps them").isEqualTo(70);

        change("UPDATE token_usage_rollup SET calls = calls + 1 WHERE bucket < '2026-10-01'");
        assertThat(compare(Optional.empty()).get(1).different()).isPositive();
    }

    @Test
    void olderLinesAreLeftOutOfALaterPart() {
        ledger.append(at(hoursAgo(5), "older", 30));
        ledger.append(at(hour, "later", 40));
        ledger.append(at(hoursAgo(5), "late", 20)); // came late, happened early
        write(90);
        Instant since = hoursAgo(2);

        change("UPDATE token_usage SET cost_exact = 1 WHERE event_id = 'older-3'");
        change("DELETE FROM token_usage WHERE event_id = 'late-3'");
        assertAgree(compare(Optional.of(since)), 40);

        change("DELETE FROM token_usage WHERE event_id = 'later-5'");
        DifferentEvent event = firstEvent(compare(Optional.of(since)));
        assertThat(event.eventId()).isEqualTo("later-5");
        assertThat(event.figures()).singleElement().hasToString("Figure[name=rows, ledger=1, view=0]");
        assertThat(firstEvent(compare(Optional.empty())).eventId()).isIn("older-3", "late-3");
    }

    @Test
    void namesTheEventThatWasRenamedAndTheOneThatNobodySent() {
        ledger.append(at(hour, "event", 30));
        write(30);

        change("UPDATE token_usage SET event_id = 'forged' WHERE event_id = 'event-4'");
        DifferentEvent renamed = firstEvent(compare(Optional.empty()));
        assertThat(renamed.eventId()).isEqualTo("event-4");
        assertThat(renamed.figures()).singleElement().hasToString("Figure[name=event_id, ledger=event-4, view=forged]");
        change("UPDATE token_usage SET event_id = 'event-4' WHERE event_id = 'forged'");

        String columns = String.join(
                ", ",
                tables.texts("SELECT quote_ident(column_name) FROM information_schema.columns"
                        + " WHERE table_name = 'token_usage' AND column_name NOT IN ('id', 'event_id', 'cost')"));
        change("INSERT INTO token_usage (id, event_id, %1$s) SELECT %2$d, 'invented', %1$s FROM token_usage LIMIT 1"
                .formatted(columns, LedgerRow.id(1, 5_000)));
        DifferentEvent invented = firstEvent(compare(Optional.empty()));
        assertThat(invented).hasToString("invented, entry 0, partition 1 offset 5000: rows 1, the ledger says 0");
    }

    @Test
    void aLineThatStandsThereASecondTimeCountsAsTheFirstSays() {
        UsageCounts usage = UsageCounts.of(100, 20);
        ledger.append(Lines.of("twice", hour, usage, Lines.priced("0.01")));
        ledger.append(Lines.of("twice", hour.plusSeconds(1), usage, Lines.priced("0.02"))); // another time, another row
        ledger.append(Lines.of("twice", hour, usage, Lines.priced("0.03")));
        ledger.append(at(hour.plusSeconds(2), "event", 3));
        write(5);

        assertAgree(compare(Optional.empty()), 5);

        change("UPDATE token_usage SET agent = 'forged' WHERE event_id = 'event-1'");
        assertThat(firstEvent(compare(Optional.empty())).eventId()).isEqualTo("event-1");
    }

    private Instant hoursAgo(int hours) {
        return hour.minus(hours, ChronoUnit.HOURS);
    }

    private static List<LedgerLine> at(Instant time, String name, int count) {
        List<LedgerLine> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(Lines.of("%s-%d".formatted(name, i), time, UsageCounts.of(100, 20), Lines.priced("0.01")));
        }
        return made;
    }

    private static LedgerScan open() {
        return LedgerScan.open(Map.of("bootstrap.servers", ledger.bootstrapServers()));
    }

    private void write(long rows) {
        try (Sink sink = Sink.start(
                SinkConfig.of(Tables.settings(ledger.bootstrapServers(), database)), new SimpleMeterRegistry())) {
            tables.awaitRows(rows);
            tables.awaitNumber(ledger.endOffsets(), "SELECT sum(next_offset) FROM sink_position");
            assertThat(sink.failure()).isEmpty();
        }
        change("ALTER TABLE token_usage DISABLE TRIGGER token_usage_append_only");
    }

    private void change(String sql) {
        tables.execute(sql);
    }

    private List<View> compare(Optional<Instant> since) {
        return Database.at(database.jdbcUrl(), database.user(), database.password())
                .inTransaction(TransactionIsolationLevel.REPEATABLE_READ, snapshot -> {
                    Standing standing = Standing.read(snapshot);
                    var sums = new LedgerSums(standing, since.orElse(LedgerSums.BEGINNING));
                    try (LedgerScan scan = open()) {
                        since.ifPresent(scan::skipToLinesSince);
                        scan.readTo(
                                scan.ends(),
                                batch -> batch.forEach(record -> LedgerRecord.read(record, sums::add, sums::add)));
                    }
                    var views = new TableViews(snapshot, sums, since.isEmpty());
                    return views.namingEvents(views.compare(rows -> {}), TableViewsIT::open);
                });
    }

    private static void assertAgree(List<View> views, long calls) {
        assertThat(views)
                .allSatisfy(view -> assertThat(view.different()).as("%s", view).isZero());
        assertThat(views.get(0).sums().calls()).isEqualTo(calls);
    }

    private static DifferentEvent firstEvent(List<View> views) {
        View rows = views.get(0);
        assertThat(rows.name()).isEqualTo("token_usage");
        return Objects.requireNonNull(rows.firstDifference().orElseThrow().event());
    }
}
