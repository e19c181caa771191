package io.spendstream.sink.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.Money;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.UsageCounts;
import io.spendstream.sink.Lines;
import io.spendstream.sink.Tables;
import io.spendstream.sink.report.AllLines;
import io.spendstream.sink.report.LedgerReader;
import io.spendstream.sink.schema.Schema;
import io.spendstream.testkit.TestDatabase;
import io.spendstream.testkit.TestPostgres;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchWriterIT {
    private static final String TOPIC = "spendstream.ledger";
    private static final UUID TOPIC_ID = new UUID(1, 2);

    private final TestDatabase database = TestPostgres.shared().freshDatabase();
    private final Tables tables = new Tables(database);
    private final Positions positions = new Positions(TOPIC);
    private final BatchWriter writer = new BatchWriter(TOPIC);
    private Jdbi jdbi;
    private Handle handle;

    @BeforeEach
    void connect() {
        Schema.migrate(database.jdbcUrl(), database.user(), database.password());
        jdbi = Database.at(database.jdbcUrl(), database.user(), database.password());
        handle = jdbi.open();
        Database.limit(handle);
    }

    @AfterEach
    void disconnect() {
        handle.close();
    }

    @Test
    void writesRowsSumsAndPositionTogether() throws SQLException {
        List<LedgerLine> lines = new Lines(1).any(500);
        long epoch = claim(0);

        Written written = writer.write(handle, batch(0, epoch, 0, lines));

        assertThat(written).isEqualTo(new Written(Written.Path.DIRECT, 500, 0, 0));
        assertThat(AllLines.in(database)).containsExactlyInAnyOrderElementsOf(lines);
        assertThat(position(0)).isEqualTo(500);
        tables.assertConsistent();
    }

    @Test
    void countsALineOnceThatStandsTwiceInABatch() throws SQLException {
        LedgerLine line = Lines.priced("e-1", "0.5");
        long epoch = claim(0);

        Written written = writer.write(handle, batch(0, epoch, 0, List.of(line, line, Lines.priced("e-2", "1"))));

        assertThat(written).isEqualTo(new Written(Written.Path.STAGED, 2, 1, 0));
        assertThat(tables.number("SELECT duplicates FROM sink_position")).isEqualTo(1);
        tables.assertConsistent();
    }

    @Test
    void takesTheStagedWayWhenALineIsInTheTableAlready() throws SQLException {
        List<LedgerLine> lines = new Lines(2).any(100);
        writer.write(handle, batch(0, claim(0), 0, lines));
        List<LedgerLine> more = new ArrayList<>(lines.subList(50, 100));
        more.addAll(new Lines(3).any(70));

        Written written = writer.write(handle, batch(1, claim(1), 0, more));

        assertThat(written).isEqualTo(new Written(Written.Path.STAGED, 70, 50, 0));
        assertThat(position(1)).isEqualTo(120);
        tables.assertConsistent();
    }

    @Test
    void takesTheStagedWayWhenTheDatabaseObjectsInTheMiddleOfALargeBatch() throws SQLException {
        List<LedgerLine> lines = new Lines(4).any(3_000);
        writer.write(handle, batch(0, claim(0), 0, lines.subList(0, 1)));

        Written written = writer.write(handle, batch(1, claim(1), 0, lines));

        assertThat(written).isEqualTo(new Written(Written.Path.STAGED, 2_999, 1, 0));
        assertThat(AllLines.in(database)).containsExactlyInAnyOrderElementsOf(lines);
        tables.assertConsistent();
    }

    @Test
    void aBatchThatWasCommittedIsNotWrittenAgain() throws SQLException {
        Batch batch = batch(0, claim(0), 0, new Lines(4).any(10));
        writer.write(handle, batch);

        Written again = writer.write(handle, batch);

        assertThat(again.path()).isEqualTo(Written.Path.ALREADY_COMMITTED);
        assertThat(tables.number("SELECT count(*) FROM token_usage")).isEqualTo(10);
        tables.assertConsistent();
    }

    @Test
    void aSinkWithAnOldEpochChangesNothing() throws SQLException {
        List<LedgerLine> lines = new Lines(5).any(20);
        long old = claim(0);
        long current = claim(0);

        assertThatThrownBy(() -> writer.write(handle, batch(0, old, 0, lines)))
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("partition 0")
                .hasMessageContaining("epoch is " + current);

        assertThat(tables.number("SELECT count(*) FROM token_usage")).isZero();
        assertThat(tables.number("SELECT count(*) FROM token_usage_rollup")).isZero();
        assertThat(position(0)).isZero();
        assertThat(new BatchWriter(TOPIC)
                        .write(handle, batch(0, current, 0, lines))
                        .inserted())
                .isEqualTo(20);
        tables.assertConsistent();
    }

    @Test
    void theConnectionMayDieBetweenCopyAndCommit() throws SQLException {
        tables.execute("""
                CREATE FUNCTION die() RETURNS TRIGGER LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
                CREATE TRIGGER die BEFORE INSERT ON token_usage_rollup FOR EACH ROW EXECUTE FUNCTION die();
                """);
        Batch batch = batch(0, claim(0), 0, new Lines(6).any(50));

        assertThatThrownBy(() -> writer.write(handle, batch))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(DatabaseFailure.of(e)).isEqualTo(DatabaseFailure.AWAY));
        tables.execute("DROP TRIGGER die ON token_usage_rollup");
        handle = jdbi.open();
        Written written = writer.write(handle, batch);

        assertThat(written).isEqualTo(new Written(Written.Path.DIRECT, 50, 0, 0));
        tables.assertConsistent();
    }

    @Test
    void theAnswerToACommitMayBeLost() throws SQLException {
        Batch batch = batch(0, claim(0), 0, new Lines(7).any(50));
        try (Handle lost = jdbi.open()) {
            writer.write(lost, batch); // as if the answer had not come: the sink would try the same batch again
        }

        Written written = new BatchWriter(TOPIC).write(handle, batch);

        assertThat(written).isEqualTo(new Written(Written.Path.ALREADY_COMMITTED, 50, 0, 0));
        tables.assertConsistent();
    }

    @Test
    void setsAsideTheOneLineTheDatabaseCannotHold() throws SQLException {
        List<LedgerLine> lines = new ArrayList<>(new Lines(8).any(300));
        lines.add(123, Lines.priced("too-expensive", "10000"));
        lines.add(
                200,
                Lines.of(
                        "with-nul",
                        Lines.TIME,
                        UsageCounts.of(1, 1),
                        new Pricing(PricingStatus.PRICED, Money.ZERO, "m", "nul\0id", null, null)));

        Written written = writer.write(handle, batch(0, claim(0), 0, lines));

        assertThat(written).isEqualTo(new Written(Written.Path.STAGED, 300, 0, 2));
        assertThat(rejected()).containsExactly("123 22003", "200 22021");
        assertThat(tables.number("SELECT count(*) FROM token_usage_rejected WHERE record IS NOT NULL"))
                .isEqualTo(2);
        assertThat(position(0)).isEqualTo(302);
        tables.assertConsistent();
    }

    @Test
    void aLineThatBreaksAPromiseOfTheTableIsSetAside() throws SQLException {
        LedgerLine good = Lines.unpriced("good");
        LedgerLine uncounted = new LedgerLine(
                "uncounted",
                0,
                null,
                null,
                good.timestamp(),
                good.recordedAt(),
                good.attribution(),
                good.call(),
                good.usage(),
                good.usageStatus(),
                good.pricing(),
                0,
                null,
                null,
                null,
                Set.of());

        writer.write(handle, batch(0, claim(0), 0, List.of(good, uncounted)));

        assertThat(rejected()).containsExactly("1 23514");
        tables.assertConsistent();
    }

    @Test
    void writesWhatWasKnownToBeUnreadableBesideTheRows() throws SQLException {
        long epoch = claim(0);
        var unreadable = new RejectedRecord(0, 1, new byte[] {'x'}, null, "not a ledger line\0");
        var row = row(0, 0, Lines.priced("e-1", "1"));

        Written written =
                writer.write(handle, new Batch(List.of(row), List.of(unreadable), List.of(new Span(0, epoch, 0, 3))));

        assertThat(written).isEqualTo(new Written(Written.Path.DIRECT, 1, 0, 1));
        assertThat(position(0)).isEqualTo(3);
        tables.assertConsistent();
    }

    @Test
    void createsTheMonthsThatLinesFallInto() throws SQLException {
        List<LedgerLine> lines = List.of(
                at("a", "2026-10-31T23:59:59.999999Z"),
                at("b", "2026-11-01T00:00:00Z"),
                at("c", "2024-02-29T12:00:00Z"),
                at("d", "2026-12-31T23:59:59.999999Z"));

        writer.write(handle, batch(0, claim(0), 0, lines));

        assertThat(partitionOf("a")).isEqualTo("token_usage_2026_10");
        assertThat(partitionOf("b")).isEqualTo("token_usage_2026_11");
        assertThat(partitionOf("c")).isEqualTo("token_usage_2024_02");
        assertThat(partitionOf("d")).isEqualTo("token_usage_2026_12");
        tables.assertConsistent();
    }

    @Test
    void aMonthThatWasDroppedIsCreatedAgain() throws SQLException {
        long epoch = claim(0);
        writer.write(handle, batch(0, epoch, 0, List.of(Lines.priced("e-1", "1"))));
        tables.execute("DROP TABLE token_usage_2026_11");

        Written written = writer.write(handle, batch(0, epoch, 1, List.of(Lines.priced("e-2", "1"))));

        assertThat(written).isEqualTo(new Written(Written.Path.STAGED, 1, 0, 0));
    }

    @Test
    void unknownIsNullAndNeverZero() throws SQLException {
        LedgerLine missing = Lines.of(
                "missing",
                Lines.TIME,
                UsageCounts.none(),
                new Pricing(PricingStatus.UNMETERED, null, null, null, null, null));
        LedgerLine unpriced = Lines.unpriced("unpriced");

        writer.write(handle, batch(0, claim(0), 0, List.of(missing, unpriced)));

        assertThat(tables.number("SELECT count(*) FROM token_usage WHERE event_id = 'missing'"
                        + " AND prompt_tokens IS NULL AND completion_tokens IS NULL AND cost IS NULL"))
                .isEqualTo(1);
        assertThat(
                        tables.number(
                                "SELECT count(*) FROM token_usage WHERE event_id = 'unpriced'"
                                        + " AND prompt_tokens = 1000 AND cache_read_tokens IS NULL AND cost_exact IS NULL AND cost IS NULL"))
                .isEqualTo(1);
        assertThat(tables.number("SELECT sum(unpriced_calls) FROM token_usage_rollup"))
                .isEqualTo(2);
        tables.assertConsistent();
    }

    @Test
    void correctionsAreCreditedAndTheRestIsWhatTheLedgerSays() throws SQLException {
        LedgerLine wrong = Lines.priced("wrong", "2.5");
        LedgerLine waiting = Lines.unpriced("waiting");
        List<LedgerLine> lines =
                List.of(wrong, waiting, Lines.takenBack(wrong), Lines.pricedLater(waiting, "0.00000000000001"));

        writer.write(handle, batch(0, claim(0), 0, lines));

        assertThat(tables.number("SELECT sum(cost_charged * 100000000000000)::bigint FROM token_usage_counter"))
                .isEqualTo(250_000_000_000_001L);
        assertThat(tables.number("SELECT sum(cost_credited * 10)::bigint FROM token_usage_counter"))
                .isEqualTo(25);
        assertThat(tables.number("SELECT sum(input_tokens_credited) FROM token_usage_counter"))
                .isEqualTo(1000);
        assertThat(tables.number("SELECT sum(unpriced_calls) FROM token_usage_rollup"))
                .isZero();
        tables.assertConsistent();
    }

    @Test
    void sinksOfDifferentPartitionsDoNotWaitForEachOtherInACircle() throws Exception {
        var threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> writes = new ArrayList<>();
            for (int partition = 0; partition < 4; partition++) {
                int own = partition;
                long epoch = claim(own);
                writes.add(threads.submit((Callable<Integer>) () -> writeMany(own, epoch)));
            }
            for (Future<Integer> write : writes) {
                assertThat(write.get()).isEqualTo(2000);
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a writer failed", e);
        } finally {
            threads.shutdownNow();
        }

        tables.assertConsistent();
    }

    private int writeMany(int partition, long epoch) throws SQLException {
        var lines = new Lines(100 + partition); // few cells, shared by all
        var own = new BatchWriter(TOPIC);
        int inserted = 0;
        try (Handle connection = jdbi.open()) {
            for (int i = 0; i < 20; i++) {
                inserted += own.write(connection, batch(partition, epoch, 100L * i, lines.any(100)))
                        .inserted();
            }
        }
        return inserted;
    }

    @Test
    void noRowIsEverChanged() throws SQLException {
        writer.write(handle, batch(0, claim(0), 0, List.of(Lines.priced("e-1", "1"))));

        assertThatThrownBy(() -> handle.execute("UPDATE token_usage SET model = 'cheaper'"))
                .hasMessageContaining("append-only")
                .hasMessageContaining("e-1");
        assertThatThrownBy(() -> handle.execute("DELETE FROM token_usage")).hasMessageContaining("append-only");
    }

    @Test
    void theRowIdLeadsBackToTheLedger() throws SQLException {
        writer.write(
                handle,
                batch(3, positions.claim(handle, 3, TOPIC_ID, 41).epoch(), 41, List.of(Lines.priced("e-1", "1"))));

        try (LedgerReader reader = tables.reader()) {
            var entry = reader.event("e-1").get(0);
            assertThat(entry.id()).isEqualTo(41 * 4096 + 3);
            assertThat(entry.partition()).isEqualTo(3);
            assertThat(entry.offset()).isEqualTo(41);
        }
    }

    private long claim(int partition) {
        return positions.claim(handle, partition, TOPIC_ID, 0).epoch();
    }

    private long position(int partition) {
        return tables.number("SELECT next_offset FROM sink_position WHERE partition = " + partition);
    }

    private List<String> rejected() {
        return handle.createQuery("SELECT \"offset\" || ' ' || sqlstate FROM token_usage_rejected ORDER BY \"offset\"")
                .mapTo(String.class)
                .list();
    }

    private String partitionOf(String eventId) {
        return handle.createQuery("SELECT tableoid::regclass::text FROM token_usage WHERE event_id = :eventId")
                .bind("eventId", eventId)
                .mapTo(String.class)
                .one();
    }

    private static LedgerLine at(String eventId, String time) {
        return Lines.of(eventId, Instant.parse(time), UsageCounts.of(1, 1), Lines.priced("0.1"));
    }

    private static Batch batch(int partition, long epoch, long from, List<LedgerLine> lines) {
        List<LedgerRow> rows = new ArrayList<>();
        for (LedgerLine line : lines) {
            rows.add(row(partition, from + rows.size(), line));
        }
        return new Batch(rows, List.of(), List.of(new Span(partition, epoch, from, from + lines.size())));
    }

    private static LedgerRow row(int partition, long offset, LedgerLine line) {
        return new LedgerRow(partition, offset, line, LedgerLineJson.write(line));
    }
}
