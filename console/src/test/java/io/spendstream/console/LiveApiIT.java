package io.spendstream.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetPeriod;
import io.spendstream.contract.BudgetState;
import io.spendstream.contract.BudgetStateJson;
import io.spendstream.contract.Money;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Budgets, alerts and the stream, with a real broker. It is noon. */
class LiveApiIT {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Budget DAILY = Budget.builder("daily", BudgetAmount.usd(Money.of("10")))
            .name("Daily")
            .each(BudgetDimension.TEAM)
            .period(BudgetPeriod.UTC_DAY)
            .build();

    @TempDir
    private static Path journal;

    private static ConsoleFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new ConsoleFixture(InstantSource.fixed(NOW), journal, Map.of(ConsoleConfig.STREAM_CLIENTS_MAX, "3"));
        state("search", "2.5", NOW);
        state("payments", "8", NOW);
        state("old", "9", NOW.minus(Duration.ofDays(1)));
        for (int i = 1; i <= 5; i++) {
            alert("search", i);
        }
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            assertThat(fixture.json("budgets").path("budgets")).hasSize(3);
            assertThat(fixture.json("alerts?team=search").path("alerts")).hasSize(5);
        });
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static void state(String team, String spent, Instant at) {
        var state = BudgetState.of(
                DAILY,
                DAILY.allowance(Map.of(BudgetDimension.TEAM, team), BudgetPeriod.UTC_DAY.windowAt(at)),
                BudgetAmount.usd(Money.of(spent)),
                0,
                at);
        fixture.send(Topic.BUDGET_STATE, BudgetStateJson.writeKey(state.key()), BudgetStateJson.write(state));
    }

    private static void alert(String team, int sequence) {
        fixture.send(Alerts.fired(DAILY, team, NOW.plusSeconds(sequence), sequence));
    }

    @Test
    void budgetsSayActualPaceAndForecast() {
        JsonNode budgets = fixture.json("budgets").path("budgets");

        assertThat(budgets.get(0).at("/values/team").textValue()).isEqualTo("payments");
        assertThat(budgets.get(0).path("actual").textValue()).isEqualTo("8.00000000000000");
        assertThat(budgets.get(0).path("pace").textValue()).isEqualTo("5.00000000000000");
        assertThat(budgets.get(0).path("forecast").textValue()).isEqualTo("16.00000000000000");
        assertThat(budgets.get(0).path("exhausted_at").textValue()).isEqualTo("2026-11-21T15:00:00Z");
        assertThat(budgets.get(0).path("status").textValue()).isEqualTo("warning");
        assertThat(budgets.get(1).path("actual_ratio").textValue()).isEqualTo("0.25000000");
        assertThat(budgets.get(1).path("exhausted_at").isNull()).isTrue();
        // its day is over: nothing is spent of this one yet
        assertThat(budgets.get(2).at("/values/team").textValue()).isEqualTo("old");
        assertThat(budgets.get(2).path("actual").textValue()).isEqualTo("0.00000000000000");
        assertThat(budgets.get(2).at("/period/end").textValue()).isEqualTo("2026-11-22T00:00:00Z");
        assertThat(fixture.json("budgets?team=search").path("count").intValue()).isEqualTo(1);
        assertThat(fixture.json("budgets?status=warning").path("count").intValue())
                .isEqualTo(1);
    }

    @Test
    void alertsArePagedNewestFirst() {
        JsonNode first = fixture.json("alerts?limit=3&team=search");
        JsonNode second = fixture.json(
                "alerts?limit=3&team=search&cursor=" + first.path("next_cursor").textValue());

        assertThat(first.path("alerts")).hasSize(3);
        assertThat(first.at("/alerts/0/sequence").intValue()).isEqualTo(5);
        assertThat(second.path("alerts")).hasSize(2);
        assertThat(second.path("next_cursor").isNull()).isTrue();
        assertThat(fixture.json("alerts?severity=critical").path("alerts")).isEmpty();
    }

    @Test
    void theStreamShowsWhatIsWrittenAndIsTakenUpAgain() throws Exception {
        String lastId;
        try (var reader = new StreamReader(fixture.url("/api/v1/stream?team=live"), null)) {
            assertThat(reader.next("hello").path("resumed").booleanValue()).isFalse();
            assertThat(reader.next("summary").at("/filters/team").textValue()).isEqualTo("live");
            // the tail begins where the topic ends when it is first wanted
            await().atMost(Duration.ofMinutes(2)).until(() -> {
                fixture.send(Calls.of("live-first", "live").at("2026-11-21T11:59:00Z", "0.5"));
                return reader.has("usage", Duration.ofSeconds(2));
            });
            JsonNode usage = reader.last();
            assertThat(usage.at("/events/0/team").textValue()).isEqualTo("live");
            assertThat(usage.at("/events/0/cost_usd").textValue()).isEqualTo("0.50000000000000");
            alert("live", 1);
            assertThat(reader.next("alert").at("/values/team").textValue()).isEqualTo("live");
            lastId = reader.lastId();
        }
        for (int i = 0; i < 50; i++) {
            fixture.send(Calls.of("missed-" + i, "live").at("2026-11-21T11:59:30Z", "1"));
        }
        try (var reader = new StreamReader(fixture.url("/api/v1/stream?team=live"), lastId)) {
            assertThat(reader.next("hello").path("resumed").booleanValue()).isTrue();
            long seen = 0;
            while (seen < 50) {
                JsonNode usage = reader.next("usage");
                assertThat(usage.path("events").size()).isLessThanOrEqualTo(20);
                seen += usage.path("events").size() + usage.path("left_out").longValue();
            }
            assertThat(seen).isEqualTo(50);
        }
    }

    @Test
    void noMoreClientsFollowThanMay() throws Exception {
        List<java.io.InputStream> open = new ArrayList<>();
        try {
            // those of other tests may have gone without the server knowing yet
            HttpResponse<java.io.InputStream> answer = follow();
            while (answer.statusCode() == 200 && open.size() < 10) {
                open.add(answer.body());
                answer = follow();
            }
            assertThat(open).hasSizeLessThanOrEqualTo(3);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(new String(answer.body().readAllBytes(), UTF_8)).contains("stream.clients.max");
        } finally {
            for (java.io.InputStream body : open) {
                body.close();
            }
        }
    }

    private static HttpResponse<java.io.InputStream> follow() throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(fixture.url("/api/v1/stream")).build(),
                        HttpResponse.BodyHandlers.ofInputStream());
    }

    @Test
    void aDemoEventIsARealUsageEvent() {
        HttpResponse<String> answer = fixture.request(
                HttpRequest.newBuilder(fixture.url("/api/v1/demo-event")).POST(BodyPublishers.noBody()));
        String eventId = ConsoleFixture.parsed(answer.body()).path("event_id").textValue();

        assertThat(answer.statusCode()).isEqualTo(202);
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(fixture.kafka().drain(Topic.USAGE).stream()
                                .map(record -> UsageEventJson.read(record.value()))
                                .map(UsageEvent::eventId))
                        .contains(eventId));
    }
}
