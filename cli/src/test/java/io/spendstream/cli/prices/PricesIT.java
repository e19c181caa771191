package io.spendstream.cli.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.cli.CommandRun;
import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.instance.Instance;
import io.spendstream.cli.instance.Ledger;
import io.spendstream.cli.instance.SharedInstance;
import io.spendstream.cli.process.Scrape;
import io.spendstream.cli.topics.TopicScan;
import io.spendstream.cli.usage.EventText;
import io.spendstream.contract.Dimension;
import io.spendstream.contract.Tally;
import io.spendstream.contract.Topic;
import io.spendstream.contract.TotalJson;
import io.spendstream.contract.TotalKey;
import io.spendstream.sink.report.LedgerReader;
import io.spendstream.sink.report.Reconciliation;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prices that come late and prices that change, from the command to the tables, on real servers. */
class PricesIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SESSION = "prices";
    private static final int EVENTS = 40;

    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
    private final Instant yesterdayNoon = today.minusDays(1).atTime(12, 0).toInstant(ZoneOffset.UTC);
    private final String since = today.minusDays(2).toString();

    @TempDir
    private Path folder;

    private Instance instance;

    @BeforeEach
    void start() {
        instance = SharedInstance.start(folder.resolve("data"));
    }

    @AfterEach
    void stop() {
        instance.close();
    }

    @Test
    void aModelWithoutAPriceIsPricedOnceWhenThePriceComesAlsoAcrossARestart() throws Exception {
        track("late");
        new Ledger(instance.connection()).awaitCalls(SESSION, EVENTS);
        assertThat(run("prices", "list").out()).startsWith("no book was ever applied");
        assertThat(json("prices", "list", "--json").path("prices")).isEmpty();
        assertThat(run("prices", "show", "next-model", "--in-force").err()).contains("no price book was ever applied");
        JsonNode waiting = json("prices", "unpriced", "--json").path("models").get(0);
        assertThat(waiting.path("model").asText()).isEqualTo("next-model");
        assertThat(waiting.path("calls").asInt()).isEqualTo(EVENTS);
        assertThat(waiting.path("tokens").asInt()).isEqualTo(EVENTS * 1_100);
        assertThat(waiting.path("first_seen").asText())
                .isEqualTo(yesterdayNoon.minus(Duration.ofDays(1)).toString());

        CommandRun applied = apply("2");
        restart();

        Ledger ledger = new Ledger(instance.connection());
        awaitRows(ledger, "priced", EVENTS);
        assertThat(applied.out()).contains("the first book on the topic", "is in force");
        assertThat(ledger.rows("SELECT DISTINCT entry, cost_exact, unpriced_calls, book_version, operator"
                        + " FROM token_usage WHERE reason = 'priced'"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("entry", "1")
                        .containsEntry("cost_exact", "0.00220000000000")
                        .containsEntry("unpriced_calls", "-1")
                        .containsEntry("operator", "null"));
        assertThat(run("prices", "show", "next-model", "--in-force").out()).contains("* acme/next-model");
        assertThat(json(price("--in-force", "--json")).path("cost_exact").asText())
                .isEqualTo("0.00220000000000");
        assertThat(json(price("--json")).path("cost_exact").isNull()).isTrue();
        assertThat(run("prices", "diff", folder.resolve("prices.yaml").toString(), "--in-force")
                        .out())
                .doesNotContain("next-model");
        assertThat(run("prices", "diff", folder.resolve("prices.yaml").toString())
                        .out())
                .contains("next-model");
        assertThat(run("prices", "unpriced").out()).startsWith("nothing waits for a price");
        assertThat(apply("2").out()).contains("is already in force");

        restart();
        track("late");
        awaitDuplicates(EVENTS);
        assertThat(new Ledger(instance.connection())
                        .number("SELECT count(*) FROM token_usage WHERE reason IS NOT NULL"))
                .isEqualTo(EVENTS);
        assertEverythingAgrees("0.08800000000000");
        assertThat(run("prices", "list", "--provider", "acme").out()).contains("acme/next-model", "applied by");
    }

    @Test
    void aRepricingChangesWhatItSaidAndTwiceIsOnce() throws Exception {
        apply("2");
        awaitVersion();
        track("re");
        Ledger ledger = new Ledger(instance.connection());
        ledger.awaitCalls(SESSION, EVENTS);
        assertEverythingAgrees("0.08800000000000");
        assertThat(apply("0.5").out()).contains("→", "acme next-model", " -> 0.5");

        JsonNode dryRun = json(reprice("--dry-run", "--json"));
        assertThat(ledger.number("SELECT count(*) FROM token_usage")).isEqualTo(EVENTS);
        assertThat(dryRun.path("lines")).hasSize(4);
        for (JsonNode line : dryRun.path("lines")) {
            assertThat(line.path("calls").asInt()).isEqualTo(EVENTS / 4);
            assertThat(line.path("cost_now").asText()).isEqualTo("0.02200000000000");
            assertThat(line.path("cost_then").asText()).isEqualTo("0.00550000000000");
        }

        JsonNode first = json(reprice("--json"));
        JsonNode second = json(reprice("--json"));
        awaitRows(ledger, "repriced", EVENTS);
        awaitOrdersRead();

        assertThat(first.path("total")).isEqualTo(dryRun.path("total"));
        assertThat(second.path("total").path("calls").asInt()).isLessThanOrEqualTo(EVENTS);
        assertThat(ledger.rows("SELECT DISTINCT entry, cost_exact, reason, operator FROM token_usage WHERE entry > 0"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("entry", "1")
                        .containsEntry("cost_exact", "-0.00165000000000")
                        .containsEntry("reason", "repriced")
                        .containsEntry("operator", "ada"));
        assertThat(ledger.number("SELECT count(*) FROM token_usage WHERE entry > 0"))
                .isEqualTo(EVENTS);
        assertThat(ledger.rows("SELECT sum(cost_exact) AS cost FROM token_usage GROUP BY team, \"timestamp\"::date"))
                .hasSize(4)
                .allSatisfy(row -> assertThat(row).containsEntry("cost", "0.00550000000000"));
        assertEverythingAgrees("0.02200000000000");
        CommandRun third = run(reprice());
        assertThat(third.out()).startsWith("no cost changes").contains("%d calls keep their cost".formatted(EVENTS));
        assertThat(deadLetters()).isZero();
    }

    @Test
    void aRepricingOfOneTeamLeavesTheOthersAlone() throws Exception {
        apply("2");
        awaitVersion();
        track("team");
        Ledger ledger = new Ledger(instance.connection());
        ledger.awaitCalls(SESSION, EVENTS);
        apply("3");

        assertThat(run(reprice("--team", "team-1")).exitCode()).isZero();
        awaitRows(ledger, "repriced", EVENTS / 2);
        awaitOrdersRead();

        assertThat(ledger.rows("SELECT DISTINCT team FROM token_usage WHERE reason = 'repriced'"))
                .containsExactly(Map.of("team", "team-1"));
        assertEverythingAgrees("0.11000000000000");
    }

    private String[] reprice(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "prices",
                "reprice",
                "--provider",
                "acme",
                "--model",
                "next-model",
                "--since",
                since,
                "--operator",
                "ada"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private static String[] price(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("price", "--provider", "acme", "--model", "next-model", "--input", "1000", "--output", "100"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private void track(String name) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            int number = i;
            lines.add(EventText.with("%s-%d".formatted(name, i), SESSION, event -> {
                // one of two days, one of two teams
                Instant time = number % 4 < 2 ? yesterdayNoon : yesterdayNoon.minus(Duration.ofDays(1));
                event.put("timestamp", time.plusSeconds(number / 4 * 1_000L).toString());
                event.put("team", "team-" + number % 2);
                event.put("provider", "acme");
                event.put("model", "next-model");
                event.putObject("usage").put("input", 1_000).put("output", 100);
            }));
        }
        CommandRun run = CommandRun.withInput(EventText.input(lines), with("track", "--stdin"));
        assertThat(run.exitCode()).as(run.toString()).isZero();
    }

    private CommandRun apply(String usd) throws IOException {
        Path file = folder.resolve("prices.yaml");
        Files.writeString(file, """
                format: 1
                date: 2026-11-21
                source: https://acme.example/prices
                checked: 2026-11-21
                extends: bundled
                entries:
                  - id: acme/next-model
                    provider: acme
                    model: next-model
                    usd_per_million_tokens: {input: %1$s, output: %1$s}
                """.formatted(usd));
        return run("prices", "apply", file.toString());
    }

    private void restart() {
        instance.close();
        instance = SharedInstance.start(folder.resolve("data"));
    }

    /** Waits until the stream processor prices by the book that was applied. */
    private void awaitVersion() throws IOException {
        String version = json("prices", "list", "--json").path("version").asText();
        await().atMost(LONG)
                .until(() -> Scrape.of(instance.metricsUrl()).samples().stream()
                        .anyMatch(sample -> sample.labels().toString().contains(version)));
    }

    private void awaitRows(Ledger ledger, String reason, int count) {
        await().atMost(LONG)
                .until(() -> ledger.number("SELECT count(*) FROM token_usage WHERE reason = ?", reason) >= count);
    }

    /** Waits until every order was decided on, so that none is still to come. */
    private void awaitOrdersRead() {
        Map<String, Object> kafka = new HashMap<>(instance.connection().kafkaProperties());
        try (var admin = Admin.create(kafka);
                var consumer = TopicScan.open(kafka)) {
            var partitions = consumer.partitionsFor(Topic.CORRECTIONS.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            var ends = consumer.endOffsets(partitions);
            await().atMost(LONG).until(() -> {
                var committed = admin.listConsumerGroupOffsets("spendstream-stream-processor")
                        .partitionsToOffsetAndMetadata()
                        .get();
                return ends.entrySet().stream()
                        .allMatch(end -> end.getValue() == 0
                                || (committed.get(end.getKey()) != null
                                        && committed.get(end.getKey()).offset() >= end.getValue()));
            });
        }
    }

    private void awaitDuplicates(int count) {
        await().atMost(LONG)
                .until(() -> totals().entrySet().stream()
                        .filter(total -> total.getKey().values().equals(List.of("duplicate")))
                        .anyMatch(total -> total.getValue().calls() >= count));
    }

    /** Asserts that rows, rollup, counters and the stream's totals say {@code cost}, and the same by team and day. */
    private void assertEverythingAgrees(String cost) {
        Connection connection = instance.connection();
        await().atMost(LONG).untilAsserted(() -> {
            try (LedgerReader reader =
                    LedgerReader.connect(connection.jdbcUrl(), connection.jdbcUser(), connection.jdbcPassword())) {
                Reconciliation sums = reader.reconcile();
                assertThat(sums.isBalanced()).as(sums.toString()).isTrue();
                assertThat(sums.rows().costExact()).isEqualByComparingTo(new BigDecimal(cost));
                assertThat(sums.rows().unpricedCalls()).isZero();
            }
            assertThat(totalsByTeamAndDay()).isEqualTo(rowsByTeamAndDay());
        });
    }

    private Map<String, String> rowsByTeamAndDay() {
        Map<String, String> sums = new HashMap<>();
        for (Map<String, String> row : new Ledger(instance.connection())
                .rows("SELECT team, (\"timestamp\" AT TIME ZONE 'UTC')::date AS day, sum(cost_exact) AS cost"
                        + " FROM token_usage GROUP BY 1, 2")) {
            sums.put(row.get("team") + " " + row.get("day"), String.valueOf(row.get("cost")));
        }
        return sums;
    }

    private Map<String, String> totalsByTeamAndDay() {
        Map<String, String> sums = new HashMap<>();
        totals().forEach((key, tally) -> {
            if (key.dimension() == Dimension.TEAM) {
                sums.put(key.values().get(0) + " " + key.day(), tally.cost().toString());
            }
        });
        return sums;
    }

    private Map<TotalKey, Tally> totals() {
        Map<TotalKey, Tally> totals = new HashMap<>();
        TopicScan.run(instance.connection().kafkaProperties(), Topic.TOTALS, record -> {
            totals.put(TotalJson.readKey(record.key()), TotalJson.readTotal(record.value()));
            return true;
        });
        return totals;
    }

    private int deadLetters() {
        List<String> letters = new ArrayList<>();
        TopicScan.run(instance.connection().kafkaProperties(), Topic.DEAD_LETTERS, record -> {
            letters.add(String.valueOf(record.offset()));
            return true;
        });
        return letters.size();
    }

    private JsonNode json(String... arguments) throws IOException {
        CommandRun run = run(arguments);
        assertThat(run.exitCode()).as(run.toString()).isZero();
        return JSON.readTree(run.out());
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(with(arguments));
    }

    private String[] with(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        return all.toArray(String[]::new);
    }
}
