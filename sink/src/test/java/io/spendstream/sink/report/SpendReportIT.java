package io.spendstream.sink.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageStatus;
import io.spendstream.sink.Lines;
import io.spendstream.sink.schema.Schema;
import io.spendstream.sink.write.Batch;
import io.spendstream.sink.write.BatchWriter;
import io.spendstream.sink.write.Database;
import io.spendstream.sink.write.LedgerRow;
import io.spendstream.sink.write.Positions;
import io.spendstream.sink.write.Span;
import io.spendstream.testkit.TestDatabase;
import io.spendstream.testkit.TestPostgres;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpendReportIT {
    private static final String TOPIC = "spendstream.ledger";
    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2027-01-01T00:00:00Z");

    private final TestDatabase database = TestPostgres.shared().freshDatabase();
    private LedgerReader reader;

    @BeforeEach
    void open() {
        Schema.migrate(database.jdbcUrl(), database.user(), database.password());
        reader = LedgerReader.connect(database.jdbcUrl(), database.user(), database.password());
    }

    @AfterEach
    void close() {
        reader.close();
    }

    @Test
    void groupsByTwoDimensionsTheMostExpensiveFirst() throws SQLException {
        write(
                line("a", "payments", "support", "2026-11-21T10:00:00Z", "0.00000000000001"),
                line("b", "payments", "support", "2026-11-21T10:00:00Z", "0.1"),
                line("c", "payments", "coding", "2026-11-21T10:00:00Z", "5"),
                line("d", "search", "support", "2026-11-21T10:00:00Z", "0.3"),
                Lines.unpriced("e"));

        SpendReport report = reader.spend(SpendQuery.of(SINCE, UNTIL, SpendDimension.TEAM, SpendDimension.TASK_TYPE));

        assertThat(report.lines())
                .extracting(
                        SpendLine::values,
                        each -> each.sums().costExact(),
                        each -> each.sums().calls())
                .containsExactly(
                        tuple(List.of("payments", "coding"), new BigDecimal("5.00000000000000"), 1L),
                        tuple(List.of("search", "support"), new BigDecimal("0.30000000000000"), 1L),
                        tuple(List.of("payments", "support"), new BigDecimal("0.10000000000001"), 3L));
        assertThat(report.total())
                .isEqualTo(new SpendSums(5, 1, 5000, 1000, 0, 0, 0, new BigDecimal("5.40000000000001")));
        assertThat(report.bookVersions()).containsExactly("2026-11-01");
        assertThat(report.freshness().recordedAt()).isNotNull();
        assertThat(report.freshness().age()).isPresent();
        assertThat(report.freshness().rejected()).isZero();
    }

    @Test
    void anEmptyLedgerHasATotalOfNothing() {
        SpendReport report = reader.spend(SpendQuery.of(SINCE, UNTIL, SpendDimension.TEAM));

        assertThat(report.lines()).isEmpty();
        assertThat(report.total().calls()).isZero();
        assertThat(report.total().costExact()).isEqualByComparingTo("0");
        assertThat(report.freshness().recordedAt()).isNull();
        assertThat(report.freshness().age()).isEmpty();
    }

    @Test
    void theTotalIsOverAllGroupsEvenIfFewAreShown() throws SQLException {
        write(
                line("a", "one", "x", "2026-11-21T10:00:00Z", "1"),
                line("b", "two", "x", "2026-11-21T10:00:00Z", "2"),
                line("c", "three", "x", "2026-11-21T10:00:00Z", "3"));

        SpendReport report =
                reader.spend(SpendQuery.of(SINCE, UNTIL, SpendDimension.TEAM).top(1));

        assertThat(report.lines()).extracting(SpendLine::values).containsExactly(List.of("three"));
        assertThat(report.total().costExact()).isEqualByComparingTo("6");
    }

    @Test
    void ofTooManyPeriodsTheOldestAreLeftOutAndCounted() throws SQLException {
        write(
                line("a", "one", "x", "2026-11-19T10:00:00Z", "9"),
                line("b", "one", "x", "2026-11-20T10:00:00Z", "1"),
                line("c", "two", "x", "2026-11-20T10:00:00Z", "2"),
                line("d", "two", "x", "2026-11-21T10:00:00Z", "3"));
        List<Instant> days = List.of(
                Instant.parse("2026-11-19T00:00:00Z"),
                Instant.parse("2026-11-20T00:00:00Z"),
                Instant.parse("2026-11-21T00:00:00Z"),
                Instant.parse("2026-11-22T00:00:00Z"));

        AllowanceQuery.Answers two = reader.spend(new AllowanceQuery(Map.of(), Set.of(BudgetDimension.TEAM), days, 2));
        AllowanceQuery.Answers all = reader.spend(new AllowanceQuery(Map.of(), Set.of(BudgetDimension.TEAM), days, 4));

        assertThat(two.shown())
                .extracting(
                        AllowanceQuery.Answer::start, answer -> answer.values().get(BudgetDimension.TEAM))
                .containsExactly(tuple(days.get(1), "two"), tuple(days.get(2), "two"));
        assertThat(two.leftOut()).isEqualTo(2);
        assertThat(all.shown()).hasSize(4);
        assertThat(all.leftOut()).isZero();
    }

    @Test
    void onlyLinesOfTheTimeAndValueAskedForCount() throws SQLException {
        write(
                line("a", "payments", "x", "2026-11-21T10:00:00Z", "1"),
                line("b", "payments", "x", "2026-11-21T10:07:30Z", "2"),
                line("c", "payments", "x", "2026-11-21T10:15:00Z", "4"),
                line("d", "search", "x", "2026-11-21T10:00:00Z", "8"));
        SpendQuery quarter = SpendQuery.of(Instant.parse("2026-11-21T10:00:00Z"), Instant.parse("2026-11-21T10:15:00Z"))
                .where(SpendDimension.TEAM, "payments");
        SpendQuery minutes = SpendQuery.of(Instant.parse("2026-11-21T10:01:00Z"), Instant.parse("2026-11-21T10:15:01Z"))
                .where(SpendDimension.TEAM, "payments");

        assertThat(reader.spend(quarter).total().costExact()).isEqualByComparingTo("3");
        assertThat(reader.spend(minutes).total().costExact()).isEqualByComparingTo("6");
        assertThat(reader.spend(minutes.where(SpendDimension.SESSION, "s-1"))
                        .total()
                        .calls())
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(SpendDimension.class)
    void everyDimensionAddsUpToTheTotal(SpendDimension dimension) throws SQLException {
        write(new Lines(3).any(400).toArray(LedgerLine[]::new));

        SpendReport report = reader.spend(SpendQuery.of(SINCE, UNTIL, dimension));

        assertThat(report.lines()).isNotEmpty();
        assertThat(report.lines().stream()
                        .map(line -> line.sums().costExact())
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(report.total().costExact());
        assertThat(report.total()).isEqualTo(reader.reconcile().rows());
        assertThat(reader.reconcile().isBalanced()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "America/New_York",
                "Asia/Kathmandu",
                "Australia/Lord_Howe",
                "Asia/Kolkata",
                "Europe/Berlin"
            })
    void daysAreThoseOfTheZoneEvenWhenClocksChange(String name) throws SQLException {
        ZoneId zone = ZoneId.of(name);
        List<LedgerLine> lines = new ArrayList<>();
        Map<String, Long> callsByDay = new TreeMap<>();
        Instant end = Instant.parse("2026-04-10T00:00:00Z");
        for (Instant time = Instant.parse("2026-03-05T00:00:00Z");
                time.isBefore(end);
                time = time.plus(Duration.ofMinutes(37))) {
            lines.add(line("e-" + lines.size(), "t", "x", time.toString(), "0.01"));
            callsByDay.merge(LocalDate.ofInstant(time, zone).toString(), 1L, Long::sum);
        }
        write(lines.toArray(LedgerLine[]::new));

        SpendReport report =
                reader.spend(SpendQuery.of(SINCE, UNTIL, SpendDimension.DAY).in(zone));
        SpendReport fromRows = reader.spend(SpendQuery.of(SINCE, UNTIL, SpendDimension.DAY, SpendDimension.SESSION)
                .in(zone));

        assertThat(report.lines())
                .extracting(line -> Map.entry(line.values().get(0), line.sums().calls()))
                .containsExactlyElementsOf(callsByDay.entrySet());
        assertThat(fromRows.lines())
                .extracting(line -> Map.entry(line.values().get(0), line.sums().calls()))
                .containsExactlyElementsOf(callsByDay.entrySet());
        assertThat(spans(SpendDimension.WEEK, zone))
                .containsExactlyEntriesOf(sumBy(
                        callsByDay,
                        day -> DateTimeFormatter.ofPattern("YYYY-'W'ww", Locale.UK)
                                .format(LocalDate.parse(day))));
        assertThat(spans(SpendDimension.MONTH, zone))
                .containsExactlyEntriesOf(sumBy(callsByDay, day -> day.substring(0, 7)));
        assertThat(reader.spend(SpendQuery.of(SINCE, UNTIL, SpendDimension.DAY)
                                .in(zone)
                                .top(2))
                        .lines())
                .extracting(line -> line.values().get(0))
                .containsExactlyElementsOf(
                        new ArrayList<>(callsByDay.keySet()).subList(callsByDay.size() - 2, callsByDay.size()));
    }

    /** Of sums and of rows, each of which has the session of all lines. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "America/New_York",
                "America/St_Johns",
                "Asia/Kolkata",
                "Europe/Berlin",
                "Pacific/Auckland",
                "Pacific/Kiritimati"
            })
    void daysOfAZoneAreTheSameFromSumsAndFromRows(String name) throws SQLException {
        ZoneId zone = ZoneId.of(name);
        long seed = System.nanoTime();
        var random = new Random(seed);
        var lines = new LedgerLine[600];
        Instant first = Instant.parse("2026-03-01T00:00:00Z");
        for (int i = 0; i < lines.length; i++) {
            Instant time =
                    first.plusSeconds(random.nextInt((int) Duration.ofDays(45).toSeconds()));
            lines[i] = line("e-" + i, "team-" + random.nextInt(30), "x", time.toString(), "0." + random.nextInt(9999));
        }
        write(lines);
        List<Instant> edges = new ArrayList<>();
        for (LocalDate day = LocalDate.of(2026, 3, 3); !day.isAfter(LocalDate.of(2026, 4, 12)); day = day.plusDays(1)) {
            edges.add(day.atStartOfDay(zone).toInstant());
        }
        var query = SpendQuery.of(SINCE, UNTIL, SpendDimension.DAY, SpendDimension.TEAM)
                .in(zone);
        var series = new SpendSeriesQuery(SpendDimension.TEAM, edges, Map.of(), 5);

        assertThat(reader.spend(query).lines())
                .as("seed %d", seed)
                .isEqualTo(reader.spend(query.where(SpendDimension.SESSION, "session"))
                        .lines());
        assertThat(reader.series(series).groups())
                .as("seed %d", seed)
                .isEqualTo(reader.series(new SpendSeriesQuery(
                                SpendDimension.TEAM, edges, Map.of(SpendDimension.SESSION, "session"), 5))
                        .groups());
    }

    private Map<String, Long> spans(SpendDimension span, ZoneId zone) {
        Map<String, Long> calls = new LinkedHashMap<>();
        reader.spend(SpendQuery.of(SINCE, UNTIL, span).in(zone))
                .lines()
                .forEach(line -> calls.put(line.values().get(0), line.sums().calls()));
        return calls;
    }

    private static Map<String, Long> sumBy(Map<String, Long> callsByDay, UnaryOperator<String> spanOf) {
        Map<String, Long> calls = new TreeMap<>();
        callsByDay.forEach((day, count) -> calls.merge(spanOf.apply(day), count, Long::sum));
        return calls;
    }

    @Test
    void anEventIsShownWithAllItsLinesAndColumns() throws SQLException {
        LedgerLine waiting = Lines.unpriced("event");
        LedgerLine priced = Lines.pricedLater(waiting, "0.0000005");
        write(waiting, Lines.priced("another", "1"), priced);

        List<LedgerEntry> entries = reader.event("event");

        assertThat(entries).extracting(LedgerEntry::line).containsExactly(waiting, priced);
        assertThat(entries.get(0).cost()).isNull();
        assertThat(entries.get(1).cost()).isEqualTo(new BigDecimal("0.000001"));
        assertThat(entries.get(1).offset()).isEqualTo(2);
        assertThat(reader.event("unheard-of")).isEmpty();
    }

    @Test
    void modelsThatWantAPriceAreListedUntilItCame() throws SQLException {
        LedgerLine first = Lines.unpriced("a");
        LedgerLine second = Lines.unpriced("b");
        write(first, second, Lines.priced("c", "1"));
        assertThat(reader.unpriced(SINCE, UNTIL))
                .containsExactly(new UnpricedModel("openai", "gpt-4o", 2, 2400, Lines.TIME, Lines.TIME));

        write(3, Lines.pricedLater(first, "0.5"));
        assertThat(reader.unpriced(SINCE, UNTIL))
                .extracting(UnpricedModel::calls, UnpricedModel::tokens)
                .containsExactly(tuple(1L, 1200L));

        write(4, Lines.pricedLater(second, "0.5"));
        assertThat(reader.unpriced(SINCE, UNTIL)).isEmpty();
        assertThat(reader.spend(SpendQuery.of(SINCE, UNTIL)).total().unpricedCalls())
                .isZero();
    }

    @Test
    void aRowThatNoSumKnowsOfIsNoticed() throws SQLException {
        write(Lines.priced("a", "1"), Lines.priced("b", "2"));
        assertThat(reader.reconcile().isBalanced()).isTrue();

        try (Handle handle = Database.at(database.jdbcUrl(), database.user(), database.password())
                .open()) {
            handle.execute("UPDATE token_usage_rollup SET cost_exact = cost_exact + 0.00000000000001");
        }

        Reconciliation reconciliation = reader.reconcile();
        assertThat(reconciliation.isBalanced()).isFalse();
        assertThat(reconciliation.differentCells()).isEqualTo(1);
        assertThat(reconciliation
                        .rollup()
                        .costExact()
                        .subtract(reconciliation.rows().costExact()))
                .isEqualByComparingTo("0.00000000000001");
    }

    private void write(LedgerLine... lines) throws SQLException {
        write(0, lines);
    }

    private void write(long from, LedgerLine... lines) throws SQLException {
        try (Handle handle = Database.at(database.jdbcUrl(), database.user(), database.password())
                .open()) {
            long epoch =
                    new Positions(TOPIC).claim(handle, 0, new UUID(0, 0), from).epoch();
            List<LedgerRow> rows = new ArrayList<>();
            for (LedgerLine line : lines) {
                rows.add(new LedgerRow(0, from + rows.size(), line, LedgerLineJson.write(line)));
            }
            new BatchWriter(TOPIC)
                    .write(handle, new Batch(rows, List.of(), List.of(new Span(0, epoch, from, from + lines.length))));
        }
    }

    private static LedgerLine line(String eventId, String team, String taskType, String time, String cost) {
        Instant timestamp = Instant.parse(time);
        return new LedgerLine(
                eventId,
                0,
                null,
                null,
                timestamp,
                timestamp.plusMillis(40),
                Attribution.builder("session")
                        .team(team)
                        .taskType(taskType)
                        .agent("agent")
                        .project("project")
                        .build(),
                ModelCall.of("openai", "gpt-4o"),
                UsageCounts.of(1000, 200),
                UsageStatus.FINAL,
                Lines.priced(cost),
                0,
                null,
                null,
                null,
                Set.of());
    }
}
