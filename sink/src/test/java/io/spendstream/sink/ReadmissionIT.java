package io.spendstream.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageCounts;
import io.spendstream.sink.recount.LedgerSums;
import io.spendstream.sink.recount.LedgerWalk;
import io.spendstream.sink.recount.Standing;
import io.spendstream.sink.recount.TableViews;
import io.spendstream.sink.report.AllLines;
import io.spendstream.sink.write.Database;
import io.spendstream.sink.write.LedgerRow;
import io.spendstream.sink.write.Readmission;
import io.spendstream.sink.write.Readmission.Fate;
import io.spendstream.sink.write.RejectedRecords;
import io.spendstream.sink.write.SetAsideRecord;
import io.spendstream.testkit.TestDatabase;
import io.spendstream.testkit.TestKafka;
import io.spendstream.testkit.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lines that a sink set aside, because the database refused them for a while, become rows after all. */
class ReadmissionIT {
    private static final String REFUSED = "model <> 'gemini-2.5-pro'";

    private static TestKafka kafka;
    private static LedgerFixture ledger;

    private final TestDatabase database = TestPostgres.shared().freshDatabase();
    private final Tables tables = new Tables(database);
    private final Lines source = new Lines(4711);
    private final List<LedgerLine> lines = new ArrayList<>(source.any(200));
    private final long refused = lines.stream()
            .filter(line -> line.call().model().equals("gemini-2.5-pro"))
            .count();

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
    void setSomeAside() {
        ledger.recreate(3);
        run(0);
        refuse();
        ledger.append(lines);
        run(lines.size() - refused);
        assertThat(tables.number("SELECT count(*) FROM token_usage_rejected"))
                .isEqualTo(refused)
                .isGreaterThan(10);
    }

    @Test
    void eachBecomesARowOnceAndItIsKeptWhoOrderedIt() throws Exception {
        accept();

        List<LedgerRow> waiting = waiting();
        assertThat(write(waiting, "ada")).containsOnly(Fate.WRITTEN).hasSize((int) refused);
        assertThat(write(waiting, "bob")).containsOnly(Fate.WRITTEN_BEFORE).hasSize((int) refused);

        assertAllAreRows();
        assertThat(setAside())
                .hasSize((int) refused)
                .allSatisfy(record -> assertThat(record.outcome())
                        .get()
                        .extracting(SetAsideRecord.Readmitted::operator)
                        .isEqualTo("ada"));
        assertThat(waiting()).isEmpty();
        run(lines.size()); // a sink that comes back does nothing more
        assertAllAreRows();
    }

    @Test
    void aRehearsalSaysWhatTheDatabaseWouldDoAndLeavesEverythingAsItWas() throws Exception {
        assertThat(rehearse(waiting())).containsOnly(Fate.STILL_REFUSED).hasSize((int) refused);
        accept();
        assertThat(rehearse(waiting())).containsOnly(Fate.WRITTEN).hasSize((int) refused);

        assertThat(waiting()).hasSize((int) refused);
        assertThat(tables.number("SELECT count(*) FROM token_usage")).isEqualTo(lines.size() - refused);
        tables.assertConsistent();
    }

    @Test
    void whatTheDatabaseStillRefusesWaitsOn() throws Exception {
        assertThat(write(waiting(), "ada")).containsOnly(Fate.STILL_REFUSED).hasSize((int) refused);

        assertThat(waiting()).hasSize((int) refused);
        tables.assertConsistent();
        accept();
        assertThat(write(waiting(), "ada")).containsOnly(Fate.WRITTEN);
        assertAllAreRows();
    }

    @Test
    void aCopyOfARowThatIsThereIsNoSecondRow() throws Exception {
        accept();
        LedgerRow first = waiting().get(0);
        ledger.append(first.line()); // the same line stands in the topic once more
        run(lines.size() - refused + 1);

        List<Fate> fates = write(waiting(), "ada");

        assertThat(fates).filteredOn(fate -> fate == Fate.DUPLICATE).hasSize(1);
        assertThat(AllLines.in(database)).containsExactlyInAnyOrderElementsOf(lines);
        tables.assertConsistent();
        assertThat(waiting()).isEmpty();
    }

    @Test
    void aLineWhoseKeyIsTheRowOfALaterOneCountsNothing() throws Exception {
        accept();
        LedgerLine first = waiting().stream()
                .map(LedgerRow::line)
                .filter(line -> line.entry() == 0)
                .findFirst()
                .orElseThrow();
        LedgerLine later = Lines.of(first.eventId(), first.timestamp(), UsageCounts.of(7, 11), Lines.priced("0.13"));
        ledger.append(later); // its event came again when nobody remembered it, and says something else
        run(lines.size() - refused + 1);
        assertTablesAreWhatTheTopicSays();

        assertThat(write(waiting(), "ada"))
                .contains(Fate.DUPLICATE)
                .filteredOn(fate -> fate == Fate.WRITTEN)
                .hasSize((int) refused - 1);

        lines.set(lines.indexOf(first), later);
        assertAllAreRows();
    }

    @Test
    void allOrNothingIsWritten() throws Exception {
        accept();
        tables.execute("ALTER TABLE token_usage_counter RENAME TO elsewhere");

        assertThatThrownBy(() -> write(waiting(), "ada")).hasStackTraceContaining("token_usage_counter");

        tables.execute("ALTER TABLE elsewhere RENAME TO token_usage_counter");
        assertThat(waiting()).hasSize((int) refused);
        tables.assertConsistent();
        assertThat(write(waiting(), "ada")).containsOnly(Fate.WRITTEN);
        assertAllAreRows();
    }

    @Test
    void twoWhoDoItAtOnceBesideASinkThatIsAtWorkDoItOnce() throws Exception {
        accept();
        List<LedgerLine> more = source.any(300);
        List<LedgerRow> waiting = waiting();
        try (Sink sink = start()) {
            var ada = CompletableFuture.supplyAsync(() -> writeOneByOne(waiting, "ada"));
            var bob = CompletableFuture.supplyAsync(() -> writeOneByOne(waiting, "bob"));
            for (int from = 0; from < more.size(); from += 20) {
                ledger.append(more.subList(from, from + 20));
            }
            List<Fate> fates = new ArrayList<>(ada.get());
            fates.addAll(bob.get());
            lines.addAll(more);
            tables.awaitRows(lines.size());
            assertThat(sink.failure()).isEmpty();
            assertThat(fates).containsOnly(Fate.WRITTEN, Fate.WRITTEN_BEFORE);
            assertThat(fates).filteredOn(fate -> fate == Fate.WRITTEN).hasSize((int) refused);
        }
        assertAllAreRows();
    }

    private void refuse() {
        tables.execute("ALTER TABLE token_usage ADD CONSTRAINT refused CHECK (%s) NOT VALID".formatted(REFUSED));
    }

    private void accept() {
        tables.execute("ALTER TABLE token_usage DROP CONSTRAINT refused");
    }

    private List<SetAsideRecord> setAside() {
        List<SetAsideRecord> records = new ArrayList<>();
        try (Handle handle = open()) {
            RejectedRecords.each(handle, Topic.LEDGER.topicName(), records::add);
        }
        return records;
    }

    private List<LedgerRow> waiting() {
        List<LedgerRow> rows = new ArrayList<>();
        for (SetAsideRecord kept : setAside()) {
            if (kept.outcome().isEmpty()) {
                LedgerRecord.read(
                        kept.record().partition(),
                        kept.record().offset(),
                        kept.record().record(),
                        rows::add,
                        rejected -> assertThat(rejected).isNull());
            }
        }
        return rows;
    }

    private List<Fate> write(List<LedgerRow> rows, String operator) throws Exception {
        try (Handle handle = open()) {
            return fates(new Readmission(Topic.LEDGER.topicName()).write(handle, rows, operator));
        }
    }

    private List<Fate> rehearse(List<LedgerRow> rows) throws Exception {
        try (Handle handle = open()) {
            return fates(new Readmission(Topic.LEDGER.topicName()).rehearse(handle, rows, "ada"));
        }
    }

    private static List<Fate> fates(List<Readmission.Outcome> outcomes) {
        return outcomes.stream().map(Readmission.Outcome::fate).toList();
    }

    private List<Fate> writeOneByOne(List<LedgerRow> rows, String operator) {
        List<Fate> fates = new ArrayList<>();
        try {
            for (LedgerRow row : rows) {
                fates.addAll(write(List.of(row), operator));
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return fates;
    }

    private Handle open() {
        return Database.at(database.jdbcUrl(), database.user(), database.password())
                .open();
    }

    private void run(long rows) {
        try (Sink sink = start()) {
            tables.awaitRows(rows);
            tables.awaitNumber(ledger.endOffsets(), "SELECT coalesce(sum(next_offset), 0) FROM sink_position");
            assertThat(sink.failure()).isEmpty();
        }
    }

    private Sink start() {
        return Sink.start(
                SinkConfig.of(Tables.settings(ledger.bootstrapServers(), database)), new SimpleMeterRegistry());
    }

    /** Asserts that every line is a row, and that rows and sums are what the topic says. */
    private void assertAllAreRows() {
        assertThat(AllLines.in(database)).containsExactlyInAnyOrderElementsOf(lines);
        tables.assertConsistent();
        assertTablesAreWhatTheTopicSays();
    }

    /** Asserts it in both ways: by sums, and line by line. */
    private void assertTablesAreWhatTheTopicSays() {
        Database.at(database.jdbcUrl(), database.user(), database.password())
                .useTransaction(TransactionIsolationLevel.REPEATABLE_READ, snapshot -> {
                    var sums = new LedgerSums(Standing.read(snapshot), LedgerSums.BEGINNING);
                    try (LedgerScan scan = LedgerScan.open(Map.of("bootstrap.servers", ledger.bootstrapServers()))) {
                        scan.readTo(
                                scan.ends(),
                                batch -> batch.forEach(record -> LedgerRecord.read(record, sums::add, sums::add)));
                    }
                    assertThat(new TableViews(snapshot, sums, true).compare(rows -> {}))
                            .allSatisfy(view -> assertThat(view.different()).isZero());
                });
        try (var walk = new LedgerWalk(() -> LedgerScan.open(Map.of("bootstrap.servers", ledger.bootstrapServers())));
                Handle handle = open()) {
            walk.check(handle, Duration.ofMinutes(2));
            assertThat(walk.different()).as("first at %s", walk.first()).isZero();
        }
    }
}
