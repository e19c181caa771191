package io.spendstream.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the reports say, to the last digit. It is 12:07:30 UTC on 21 November; the clocks of Berlin changed on 25 October. */
class ReportApiIT {
    private static final Instant NOW = Instant.parse("2026-11-21T12:07:30Z");

    @TempDir
    private static Path journal;

    private static ConsoleFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new ConsoleFixture(InstantSource.fixed(NOW), journal, Map.of());
        fixture.write(
                // in the last minutes: 3 calls, one without a cost
                Calls.of("a", "search").at("2026-11-21T12:05:00Z", "0.00000000000001"),
                Calls.of("b", "search").at("2026-11-21T12:06:00Z", "0.25"),
                Calls.of("c", "payments").at("2026-11-21T12:06:30Z", null),
                // earlier today, this month, last month before and after the same moment
                Calls.of("d", "payments").at("2026-11-21T00:00:00Z", "1"),
                Calls.of("e", "payments").at("2026-11-20T23:59:59.999999Z", "2"),
                Calls.of("f", "search").at("2026-11-01T00:00:00Z", "4"),
                Calls.of("g", "search").at("2026-10-21T12:07:29Z", "8"),
                Calls.of("h", "search").at("2026-10-21T12:07:30Z", "16"),
                Calls.of("i", "search").at("2026-10-01T00:00:00Z", "32"),
                // around the day of 25 hours
                Calls.of("j", "night").at("2026-10-24T21:59:59Z", "64"),
                Calls.of("k", "night").at("2026-10-24T22:00:00Z", "128"),
                Calls.of("l", "night").at("2026-10-25T22:59:59Z", "256"),
                Calls.of("m", "night").at("2026-10-25T23:00:00Z", "512"),
                // a team of which nothing is known
                Calls.of("n", "mystery").at("2026-11-10T10:00:00Z", null));
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void theSummaryIsExact() {
        JsonNode summary = fixture.json("summary");

        JsonNode pace = summary.path("spend_per_hour");
        assertThat(pace.path("usd").textValue()).isEqualTo("1.00000000000004");
        assertThat(pace.path("window_minutes").intValue()).isEqualTo(15);
        assertThat(pace.path("unpriced_calls").intValue()).isEqualTo(1);
        assertThat(summary.at("/today/cost_usd").textValue()).isEqualTo("1.25000000000001");
        assertThat(summary.at("/today/calls").intValue()).isEqualTo(4);
        assertThat(summary.at("/month_to_date/cost_usd").textValue()).isEqualTo("7.25000000000001");
        assertThat(summary.at("/last_month_to_date/cost_usd").textValue()).isEqualTo("40.00000000000000");
        assertThat(summary.path("month_change_ratio").textValue()).isEqualTo("-0.8187");
        assertThat(summary.path("tokens_per_minute").intValue()).isEqualTo(240);
        assertThat(summary.path("is_empty").booleanValue()).isFalse();
        assertThat(summary.at("/freshness/newest_event_at").textValue()).isEqualTo("2026-11-21T12:06:30Z");
        assertThat(summary.at("/freshness/newest_event_age_seconds").decimalValue())
                .isEqualByComparingTo("60");
    }

    @Test
    void unknownIsNeverZero() {
        assertThat(fixture.json("summary?team=mystery")
                        .at("/month_to_date/cost_usd")
                        .isNull())
                .isTrue();
        assertThat(fixture.json("summary?team=nobody")
                        .at("/month_to_date/cost_usd")
                        .textValue())
                .isEqualTo("0.00000000000000");
        JsonNode spend =
                fixture.json("spend?from=2026-11-10T00:00:00Z&to=2026-11-12T00:00:00Z&bucket=1d&group_by=none");
        assertThat(spend.at("/series/0/cost_usd")).hasToString("[null,\"0.00000000000000\"]");
        assertThat(spend.at("/series/0/unpriced_calls")).hasToString("[1,0]");
    }

    @Test
    void spendIsStackedByTheDearestGroupsAndTheOthers() {
        JsonNode spend = fixture.json("spend?from=2026-11-20T00:00:00Z&to=2026-11-22T00:00:00Z&bucket=1d&top=1");

        assertThat(spend.path("series")).hasSize(2);
        assertThat(spend.at("/series/0/key").textValue()).isEqualTo("payments");
        assertThat(spend.at("/series/0/cost_usd")).hasToString("[\"2.00000000000000\",\"1.00000000000000\"]");
        assertThat(spend.at("/series/0/unpriced_calls")).hasToString("[0,1]");
        assertThat(spend.at("/series/1/name").textValue()).isEqualTo("other");
        assertThat(spend.at("/series/1/is_other").booleanValue()).isTrue();
        assertThat(spend.at("/series/1/cost_usd")).hasToString("[\"0.00000000000000\",\"0.25000000000001\"]");
        assertThat(spend.at("/total/cost_usd").textValue()).isEqualTo("3.25000000000001");
    }

    @Test
    void aDayHas25HoursWhereClocksAreSetBack() {
        JsonNode spend = fixture.json("spend?from=2026-10-23T22:00:00Z&to=2026-10-26T22:00:00Z&bucket=1d"
                + "&tz=Europe/Berlin&team=night&group_by=none");

        assertThat(spend.path("buckets")).hasSize(3);
        assertThat(spend.at("/buckets/1"))
                .hasToString("{\"start\":\"2026-10-24T22:00:00Z\",\"end\":\"2026-10-25T23:00:00Z\"}");
        assertThat(spend.at("/series/0/cost_usd"))
                .hasToString("[\"64.00000000000000\",\"384.00000000000000\",\"512.00000000000000\"]");
    }

    @ParameterizedTest
    @CsvSource({"15m,1m,15", "24h,15m,96", "30d,1d,30"})
    void windowsEndNow(String window, String bucket, int buckets) {
        JsonNode spend = fixture.json("spend?window=" + window);

        assertThat(spend.path("bucket").textValue()).isEqualTo(bucket);
        assertThat(spend.path("buckets")).hasSize(buckets);
        assertThat(Instant.parse(spend.path("to").textValue())).isAfter(NOW);
        assertThat(spend.at("/total/calls").intValue())
                .isEqualTo(
                        switch (window) {
                            case "15m" -> 3;
                            case "24h" -> 5;
                            default -> 11;
                        });
    }

    @Test
    void aBreakdownAddsUpAndIsNarrowedStepByStep() {
        JsonNode teams = fixture.json("breakdown?from=2026-11-01T00:00:00Z");
        JsonNode agents = fixture.json("breakdown?from=2026-11-01T00:00:00Z&group_by=agent&team=search");
        JsonNode sessions = fixture.json("breakdown?group_by=session&team=search&agent=search-agent");
        JsonNode models = fixture.json("breakdown?window=30d&group_by=model&session=search-session");

        assertThat(texts(teams.path("rows"), "key")).containsExactly("search", "payments", "mystery");
        assertThat(texts(teams.path("rows"), "cost_usd"))
                .containsExactly("4.25000000000001", "3.00000000000000", "null");
        assertThat(teams.at("/total/cost_usd").textValue()).isEqualTo("7.25000000000001");
        assertThat(teams.at("/rows/0/cost_share").textValue()).isEqualTo("0.586207");
        assertThat(texts(agents.path("rows"), "key")).containsExactly("search-agent");
        assertThat(texts(sessions.path("rows"), "calls")).containsExactly("2");
        assertThat(texts(models.path("rows"), "cost_usd")).containsExactly("4.25000000000001");
    }

    @Test
    void pagesOfAListingAreOfOneMomentWhateverArrives() throws Exception {
        String path = "breakdown?from=2026-09-01T00:00:00Z&to=2026-10-02T00:00:00Z&group_by=agent&limit=2";
        for (String team : List.of("p1", "p2", "p3", "p4", "p5")) {
            fixture.write(Calls.of("page-" + team, team).at("2026-09-02T10:00:00Z", "0." + team.charAt(1)));
        }
        JsonNode first = fixture.json(path);
        fixture.write(Calls.of("page-late", "p1").at("2026-09-02T10:00:00Z", "100"));
        JsonNode second =
                fixture.json(path + "&cursor=" + first.path("next_cursor").textValue());
        JsonNode third =
                fixture.json(path + "&cursor=" + second.path("next_cursor").textValue());

        List<String> keys = new ArrayList<>(texts(first.path("rows"), "key"));
        keys.addAll(texts(second.path("rows"), "key"));
        keys.addAll(texts(third.path("rows"), "key"));
        assertThat(keys).containsExactly("search-agent", "p5-agent", "p4-agent", "p3-agent", "p2-agent", "p1-agent");
        assertThat(third.path("next_cursor").isNull()).isTrue();
        assertThat(second.path("total")).isEqualTo(first.path("total"));
        assertThat(fixture.json(path.replace("limit=2", "limit=3") + "&cursor="
                                + first.path("next_cursor").textValue())
                        .path("parameter")
                        .textValue())
                .isEqualTo("cursor");
    }

    @Test
    void eventsArePagedNewestFirstWithoutGapOrRepetition() throws Exception {
        String path = "events?team=paged&limit=3";
        for (int i = 0; i < 8; i++) {
            fixture.write(Calls.of("paged-" + i, "paged").at("2026-08-0%dT10:00:00Z".formatted(i / 2 + 1), "1"));
        }
        List<String> seen = new ArrayList<>();
        JsonNode page = fixture.json(path + "&from=2026-07-25T00:00:00Z&to=2026-08-20T00:00:00Z");
        seen.addAll(texts(page.path("events"), "event_id"));
        fixture.write(Calls.of("paged-new", "paged").at("2026-08-10T10:00:00Z", "1"));
        while (!page.path("next_cursor").isNull()) {
            page = fixture.json(path + "&from=2026-07-25T00:00:00Z&to=2026-08-20T00:00:00Z&cursor="
                    + page.path("next_cursor").textValue());
            seen.addAll(texts(page.path("events"), "event_id"));
        }

        assertThat(seen)
                .containsExactly(
                        "paged-7", "paged-6", "paged-5", "paged-4", "paged-3", "paged-2", "paged-1", "paged-0");
    }

    @Test
    void anEventIsShownWithAllThatIsKnown() {
        JsonNode events =
                fixture.json("events?team=payments&pricing_status=unpriced").path("events");

        assertThat(events).hasSize(1);
        JsonNode event = events.get(0);
        assertThat(event.path("event_id").textValue()).isEqualTo("c");
        assertThat(event.path("cost_usd").isNull()).isTrue();
        assertThat(event.path("tokens")).hasToString("{\"input\":1000,\"output\":200}");
        assertThat(event.path("timestamp").textValue()).isEqualTo("2026-11-21T12:06:30Z");
    }

    @ParameterizedTest
    @CsvSource({
        "summary?colour=red,unknown-parameter,colour,red",
        "summary?team=a&team=b,invalid-parameter,team,'a,b'",
        "summary?team=,invalid-parameter,team,''",
        "summary?tz=Mars/Olympus,invalid-parameter,tz,Mars/Olympus",
        "spend?window=1h,invalid-parameter,window,1h",
        "spend?group_by=colour,invalid-parameter,group_by,colour",
        "spend?from=yesterday,invalid-parameter,from,yesterday",
        "spend?to=2026-11-20T00:00:00Z,invalid-parameter,to,2026-11-20T00:00:00Z",
        "spend?window=24h&from=2026-11-20T00:00:00Z,invalid-parameter,window,24h",
        "spend?window=24h&bucket=1m,invalid-parameter,bucket,1m",
        "spend?top=21,invalid-parameter,top,21",
        "spend?window=30d&group_by=session,invalid-parameter,group_by,session",
        "breakdown?limit=0,invalid-parameter,limit,0",
        "breakdown?cursor=%%%,invalid-parameter,cursor,%%%",
        "events?cursor=abc,invalid-parameter,cursor,abc",
        "alerts?severity=loud,invalid-parameter,severity,loud",
        "budgets?status=fine,invalid-parameter,status,fine",
        "breakdown?cursor=bm9uZS8w,cursor-gone,cursor,bm9uZS8w"
    })
    void aProblemNamesTheParameterItsValueAndTheFix(String path, String kind, String parameter, String value) {
        var answer = fixture.get("/api/v1/" + path.replace("%", "%25"));
        JsonNode problem = ConsoleFixture.parsed(answer.body());

        assertThat(answer.statusCode()).isEqualTo(kind.equals("cursor-gone") ? 410 : 400);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(problem.path("type").textValue()).isEqualTo("/problems/" + kind);
        assertThat(problem.path("parameter").textValue()).isEqualTo(parameter);
        assertThat(problem.path("value").textValue()).isEqualTo(value);
        assertThat(problem.path("detail").textValue()).isNotBlank();
    }

    private static List<String> texts(JsonNode rows, String field) {
        List<String> texts = new ArrayList<>();
        rows.forEach(row -> texts.add(row.path(field).asText()));
        return texts;
    }
}
