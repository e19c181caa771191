package io.spendstream.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.cli.CommandRun;
import io.spendstream.cli.Spendstream;
import io.spendstream.cli.instance.Ledger;
import io.spendstream.cli.instance.SharedInstance;
import io.spendstream.cli.usage.EventText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The report against sums that SQL takes over the rows. */
class ReportIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final String SESSION = "report-" + UUID.randomUUID();
    private static final int EVENTS = 120;
    private static final Ledger LEDGER = new Ledger(SharedInstance.connection());
    private static final String SUMS = """
            SELECT count(*) FILTER (WHERE entry = 0) AS calls, coalesce(sum(prompt_tokens), 0) AS prompt_tokens,
                   coalesce(sum(completion_tokens), 0) AS completion_tokens, coalesce(sum(cost_exact), 0) AS cost_exact,
                   coalesce(sum(unpriced_calls), 0) AS unpriced_calls FROM token_usage
            """;

    @BeforeAll
    static void sendEventsOfManyKinds() {
        var random = new Random(SEED);
        String[] models = {"gpt-4o", "gpt-4o-mini", "gpt-4.1-nano", "gpt-in-no-book"};
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            long hoursAgo = random.nextInt(60);
            lines.add(EventText.with("%s-%d".formatted(SESSION, i), SESSION, event -> {
                event.put(
                        "timestamp",
                        Instant.now().minus(hoursAgo, ChronoUnit.HOURS).toString());
                event.put("team", SESSION + "-team-" + random.nextInt(3));
                event.put("task_type", "task-" + random.nextInt(4));
                event.put("model", models[random.nextInt(models.length)]);
                event.putObject("usage").put("input", random.nextInt(5000)).put("output", 1 + random.nextInt(500));
            }));
        }

        assertThat(SharedInstance.track(EventText.input(lines)).exitCode()).isZero();

        LEDGER.awaitCalls(SESSION, EVENTS);
    }

    @ParameterizedTest
    @CsvSource({
        "team,team",
        "task_type,task_type",
        "agent,agent",
        "project,project",
        "model,model",
        "provider,provider",
        "session,session_id"
    })
    void everyGroupAndTheTotalEqualSql(String dimension, String column) throws IOException {
        JsonNode report = report("--group-by", dimension, "--since", "7d");

        assertSums(report.path("total"), LEDGER.rows(SUMS).get(0));
        assertThat(report.path("lines")).isNotEmpty();
        for (JsonNode line : report.path("lines")) {
            String value = line.path(dimension).asText();
            assertSums(
                    line, LEDGER.rows(SUMS + " WHERE " + column + " = ?", value).get(0));
        }
    }

    @Test
    void twoDimensionsAndAFilterEqualSql() throws IOException {
        String team = SESSION + "-team-1";

        JsonNode report = report("--group-by", "model,task_type", "--where", "team=" + team, "--since", "7d");

        assertSums(
                report.path("total"),
                LEDGER.rows(SUMS + " WHERE team = ?", team).get(0));
        for (JsonNode line : report.path("lines")) {
            assertSums(
                    line,
                    LEDGER.rows(
                                    SUMS + " WHERE team = ? AND model = ? AND task_type = ?",
                                    team,
                                    line.path("model").asText(),
                                    line.path("task_type").asText())
                            .get(0));
        }
    }

    @ParameterizedTest
    @CsvSource({"UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati"})
    void daysAreTheZonesDays(String zone) throws IOException {
        JsonNode report = report("--group-by", "day", "--since", "7d", "--timezone", zone);

        assertSums(report.path("total"), LEDGER.rows(SUMS).get(0));
        for (JsonNode line : report.path("lines")) {
            assertSums(
                    line,
                    LEDGER.rows(
                                    SUMS + " WHERE (timestamp AT TIME ZONE ?)::date = ?::date",
                                    zone,
                                    line.path("day").asText())
                            .get(0));
        }
    }

    @Test
    void aMomentThatIsNotAQuarterOfAnHourIsExactToo() throws IOException {
        Instant since = Instant.now()
                .minus(1, ChronoUnit.DAYS)
                .minus(7, ChronoUnit.MINUTES)
                .truncatedTo(ChronoUnit.SECONDS);

        JsonNode report = report("--since", since.toString());

        assertSums(
                report.path("total"),
                LEDGER.rows(SUMS + " WHERE timestamp >= ?::timestamptz", since.toString())
                        .get(0));
    }

    @ParameterizedTest
    @CsvSource({"daily,day,YYYY-MM-DD", "weekly,week,IYYY-\"W\"IW", "monthly,month,YYYY-MM"})
    void theNamedReportsEqualSqlAndEachGroupIsTheSumOfItsModels(String kind, String dimension, String form)
            throws IOException {
        JsonNode report = report(kind, "--breakdown", "--timezone", "Asia/Kathmandu");

        assertSums(report.path("total"), LEDGER.rows(SUMS).get(0));
        for (JsonNode line : report.path("lines")) {
            String span = line.path(dimension).asText();
            String where = SUMS + " WHERE to_char(timestamp AT TIME ZONE 'Asia/Kathmandu', ?) = ?";
            assertSums(line, LEDGER.rows(where, form, span).get(0));
            for (JsonNode part : line.path("breakdown")) {
                assertSums(
                        part,
                        LEDGER.rows(
                                        where + " AND model = ?",
                                        form,
                                        span,
                                        part.path("model").asText())
                                .get(0));
            }
        }
    }

    @Test
    void aFileHoldsWhatWouldBePrinted(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("report.csv");

        CommandRun run = SharedInstance.run("report", "session", "--since", "7d", "--csv", "-o", file.toString());

        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("wrote " + file);
        assertThat(Files.readString(file))
                .isEqualTo(SharedInstance.run("report", "session", "--since", "7d", "--csv")
                        .out());
        CommandRun nowhere = SharedInstance.run(
                "report", "-o", folder.resolve("no/such/file").toString());
        assertThat(nowhere.exitCode()).isEqualTo(1);
        assertThat(nowhere.err()).contains("there is no folder");
    }

    @Test
    void aWatchedReportIsShownAgainUntilItIsInterrupted() throws InterruptedException {
        var shown = new StringWriter();
        var command = Spendstream.commandLine()
                .setOut(new PrintWriter(shown))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        var thread = new Thread(() -> command.execute(SharedInstance.withData("report", "--watch=10ms")));
        thread.start();
        try {
            await().atMost(Duration.ofMinutes(2)).until(() -> shown.toString().split("complete to", -1).length > 3);
        } finally {
            thread.interrupt();
            thread.join(Duration.ofMinutes(1).toMillis());
        }

        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void topShowsTodaysSpendBySession() {
        CommandRun run = SharedInstance.run("top", "--by", "session", "--once");

        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.out()).contains("an hour now", "USD today", "complete to");
    }

    @Test
    void theTotalCountsGroupsBeyondTheLimit() throws IOException {
        JsonNode report = report("--group-by", "team,task_type", "--since", "7d", "--limit", "2");

        assertThat(report.path("lines")).hasSize(2);
        assertSums(report.path("total"), LEDGER.rows(SUMS).get(0));
    }

    @Test
    void theCsvAddsUpToItsOwnTotal() {
        List<String[]> lines = SharedInstance.run("report", "--group-by", "team", "--since", "7d", "--csv")
                .out()
                .lines()
                .map(line -> line.split(",", -1))
                .toList();
        String[] total = lines.get(lines.size() - 1);
        List<String[]> groups = lines.subList(1, lines.size() - 1);

        assertThat(total[0]).isEqualTo("total");
        for (int column : new int[] {1, 2, 3, 7, 8}) {
            BigDecimal sum = groups.stream()
                    .map(cells -> cells[column].isEmpty() ? BigDecimal.ZERO : new BigDecimal(cells[column]))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(sum).isEqualByComparingTo(total[column]);
        }
    }

    @Test
    void aModelInNoBookHasAnUnknownCost() throws IOException {
        JsonNode report = report("--group-by", "model", "--where", "model=gpt-in-no-book", "--since", "7d");

        assertThat(report.path("lines").get(0).path("cost_exact").isNull()).isTrue();
        assertThat(SharedInstance.run(
                                "report", "--group-by", "model", "--where", "model=gpt-in-no-book", "--since", "7d")
                        .out())
                .contains("unknown", "spendstream doctor names them");
    }

    private static JsonNode report(String... flags) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("report", "--json"));
        arguments.addAll(List.of(flags));
        CommandRun run = SharedInstance.run(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.toString()).isZero();
        return JSON.readTree(run.out());
    }

    private static void assertSums(JsonNode sums, Map<String, String> sql) {
        assertThat(sums.path("calls").asText()).as("seed %d", SEED).isEqualTo(sql.get("calls"));
        assertThat(sums.path("prompt_tokens").asText()).isEqualTo(sql.get("prompt_tokens"));
        assertThat(sums.path("completion_tokens").asText()).isEqualTo(sql.get("completion_tokens"));
        assertThat(sums.path("unpriced_calls").asText()).isEqualTo(sql.get("unpriced_calls"));
        String cost =
                sums.path("cost_exact").isNull() ? "0" : sums.path("cost_exact").asText();
        assertThat(new BigDecimal(cost)).isEqualByComparingTo(sql.get("cost_exact"));
    }
}
