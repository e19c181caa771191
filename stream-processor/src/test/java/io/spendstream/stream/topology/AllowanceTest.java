package io.spendstream.stream.topology;

import static io.spendstream.stream.topology.Events.costing;
import static io.spendstream.stream.topology.Metering.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetPeriod;
import io.spendstream.contract.BurnRate;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which lines a budget counts, in which windows, and what it says of its pace. */
final class AllowanceTest {
    private static final BudgetPeriod SESSION = BudgetPeriod.of(BudgetPeriod.Type.SESSION, ZoneId.of("UTC"));
    private static final BudgetPeriod HOUR = BudgetPeriod.of(BudgetPeriod.Type.HOUR, ZoneId.of("UTC"));

    private final Metering metering = Metering.started();

    @BeforeEach
    void withoutTheStandingBudget() {
        metering.delete(Budget.DEFAULT_ID, NOON);
        metering.states();
    }

    @AfterEach
    void close() {
        metering.close();
    }

    private static BudgetAmount usd(String amount) {
        return BudgetAmount.usd(Money.of(amount));
    }

    /** A call that costs {@code dollars}. */
    private static UsageEvent call(String id, Instant time, String session, String team, int dollars) {
        UsageEvent priced = costing(id, time, dollars);
        return UsageEvent.of(
                id,
                time,
                Attribution.builder(session)
                        .team(team)
                        .project("p")
                        .environment("production")
                        .build(),
                priced.call(),
                priced.usage());
    }

    @Test
    void eachSessionHasTheLimitToItself() {
        metering.define(
                Budget.builder("loop", usd("2"))
                        .each(BudgetDimension.SESSION)
                        .period(SESSION)
                        .thresholds("1")
                        .build(),
                NOON);
        metering.send(call("e1", NOON, "s1", "care", 1));
        metering.send(call("e2", NOON, "s2", "care", 1));
        assertThat(metering.alertIds()).isEmpty();

        metering.send(call("e3", NOON, "s1", "other", 1));
        JsonNode alert = only(metering.alerts());
        assertThat(alert.path("id").asText()).matches("loop#[0-9a-f]{24}\\|session\\|actual\\|1\\|1\\|firing");
        assertThat(alert.at("/data/budget/values/session").asText()).isEqualTo("s1");
        assertThat(alert.at("/data/trigger/event_id").asText()).isEqualTo("e3");
    }

    @Test
    void aSessionIsOneHoweverLongItLasts() {
        metering.define(
                Budget.builder("loop", usd("2"))
                        .each(BudgetDimension.SESSION)
                        .period(SESSION)
                        .thresholds("1")
                        .build(),
                NOON);
        for (int day = 0; day < 2; day++) {
            metering.send(call("e" + day, NOON.plus(Duration.ofDays(day)), "s1", "care", 1));
        }

        assertThat(metering.alertIds()).hasSize(1);
    }

    @Test
    void aBudgetIsNarrowedByEveryDimensionItNames() {
        Budget.Builder all = Budget.builder("narrow", usd("1")).thresholds("1");
        ModelCall model = costing("e", NOON, 1).call();
        all.scope(BudgetDimension.TEAM, "care")
                .scope(BudgetDimension.TASK_TYPE, "unattributed")
                .scope(BudgetDimension.AGENT, "unattributed")
                .scope(BudgetDimension.SESSION, "s1")
                .scope(BudgetDimension.PROJECT, "p")
                .scope(BudgetDimension.ENVIRONMENT, "production")
                .scope(BudgetDimension.PROVIDER, model.provider())
                .scope(BudgetDimension.MODEL, model.model());
        metering.define(all.build(), NOON);
        metering.send(call("e1", NOON, "s2", "care", 5));
        metering.send(call("e2", NOON, "s1", "other", 5));
        assertThat(metering.alertIds()).isEmpty();

        metering.send(call("e3", NOON, "s1", "care", 1));
        assertThat(metering.alertIds()).hasSize(1);
    }

    @Test
    void tokensAreLimitedToo() {
        metering.define(
                Budget.builder("tokens", BudgetAmount.tokens(1_000))
                        .thresholds("1")
                        .build(),
                NOON);
        metering.send(UsageEvent.of(
                "e1",
                NOON,
                Attribution.builder("s").build(),
                ModelCall.of("openai", "unheard-of"),
                UsageCounts.of(600, 400)));

        JsonNode alert = only(metering.alerts());
        assertThat(alert.at("/data/spend/used_tokens").asLong()).isEqualTo(1_000);
        assertThat(alert.at("/data/message").asText()).isEqualTo("tokens exceeded: 1000 of 1000 tokens on 2026-11-21");
    }

    @Test
    void aBudgetDefinedInMidPeriodCountsOnlyWhatItsPeriodHolds() {
        Instant before = Instant.parse("2026-11-21T07:29:59Z");
        Instant start = Instant.parse("2026-11-21T07:30:00Z");
        metering.send(call("e1", before, "s1", "care", 4));
        metering.send(call("e2", start, "s1", "care", 3));
        metering.send(call("e3", NOON, "s2", "care", 2));
        metering.send(call("e4", NOON, "s2", "other", 9));
        metering.flush();

        metering.define(
                Budget.builder("care", usd("5"))
                        .scope(BudgetDimension.TEAM, "care")
                        // 13:00 in Kolkata is 07:30 UTC
                        .period(BudgetPeriod.of(BudgetPeriod.Type.HOUR, ZoneId.of("Asia/Kolkata")))
                        .build(),
                NOON);
        assertThat(metering.alerts()).isEmpty();
        metering.define(
                Budget.builder("care", usd("5"))
                        .scope(BudgetDimension.TEAM, "care")
                        .thresholds("1")
                        // midnight in Los Angeles is 08:00 UTC, in Phoenix 07:00, in Marquesas 09:30
                        .period(BudgetPeriod.of(BudgetPeriod.Type.DAY, ZoneId.of("America/Phoenix")))
                        .build(),
                NOON);

        JsonNode alert = only(metering.alerts());
        assertThat(alert.at("/data/spend/used_cents").asText()).isEqualTo("900.000000000000");
    }

    @Test
    void aDefinitionThatCountsSomethingElseAlertsOnceForWhatItAlertedBefore() {
        metering.send(call("e1", NOON, "s1", "care", 4));
        metering.define(
                Budget.builder("b", usd("3"))
                        .scope(BudgetDimension.TEAM, "care")
                        .thresholds("1")
                        .build(),
                NOON);
        assertThat(metering.alertIds()).containsExactly("b|2026-11-21T00:00:00Z|actual|1|1|firing");

        // now for all teams: still above the limit, so nothing is new
        metering.define(Budget.builder("b", usd("3")).thresholds("1").build(), NOON);
        assertThat(metering.alertIds()).isEmpty();

        metering.define(
                Budget.builder("b", usd("3"))
                        .scope(BudgetDimension.TEAM, "nobody")
                        .thresholds("1")
                        .build(),
                NOON);
        assertThat(metering.alertIds()).isEmpty(); // nothing was spent on it, so there is nothing to judge
    }

    @Test
    void aBudgetThatIsDeletedAndDefinedAgainDoesNotAlertAgain() {
        Budget budget = Budget.builder("b", usd("3")).thresholds("1").build();
        metering.send(call("e1", NOON, "s1", "care", 4));
        metering.define(budget, NOON);
        assertThat(metering.alertIds()).hasSize(1);

        metering.delete("b", NOON);
        metering.define(budget, NOON);
        metering.send(call("e2", NOON, "s1", "care", 4));

        assertThat(metering.alertIds()).isEmpty();
        JsonNode state = last(metering.states());
        assertThat(state.path("spent_cents").asText()).isEqualTo("800.000000000000");
    }

    @Test
    void aThresholdThatIsTakenAwayIsResolved() {
        metering.send(call("e1", NOON, "s1", "care", 4));
        metering.define(Budget.builder("b", usd("5")).thresholds("0.5", "1").build(), NOON);
        assertThat(metering.alertIds()).containsExactly("b|2026-11-21T00:00:00Z|actual|0.5|1|firing");

        metering.define(Budget.builder("b", usd("5")).thresholds("1").build(), NOON);
        assertThat(metering.alertIds()).containsExactly("b|2026-11-21T00:00:00Z|actual|0.5|1|resolved");
    }

    @Test
    void aBudgetKeptApartByValuesHasATemplateForThoseThatSpentNothing() {
        metering.define(
                Budget.builder("teams", usd("5")).each(BudgetDimension.TEAM).build(), NOON);
        JsonNode template = only(metering.states());
        assertThat(template.at("/budget/each/0").asText()).isEqualTo("team");
        assertThat(template.at("/budget/values").isEmpty()).isTrue();

        metering.send(call("e1", NOON, "s1", "care", 4));
        JsonNode care = only(metering.states());
        assertThat(care.at("/budget/values/team").asText()).isEqualTo("care");
        assertThat(care.path("status").asText()).isEqualTo("warning");
    }

    @Test
    void aNewLimitWakesNobodyForAWindowThatIsOver() {
        metering.send(call("e1", NOON.minus(Duration.ofDays(1)), "s1", "care", 4));
        metering.define(Budget.builder("b", usd("100")).thresholds("1").build(), NOON);
        metering.define(Budget.builder("b", usd("1")).thresholds("1").build(), NOON);

        assertThat(metering.alertIds()).isEmpty();
    }

    @Test
    void aForecastFiresOnceAndResolvesOnlyWellBelow() {
        metering.define(
                Budget.builder("hourly", usd("12"))
                        .period(HOUR)
                        .thresholds("1")
                        .forecast(true)
                        .build(),
                NOON);
        metering.pass(Duration.ofMinutes(10));
        metering.send(call("e1", NOON.plus(Duration.ofMinutes(10)), "s1", "care", 3));
        look();

        JsonNode alert = only(metering.alerts());
        assertThat(alert.path("id").asText()).isEqualTo("hourly|2026-11-21T12:00:00Z|forecast|1|1|firing");
        assertThat(alert.at("/data/spend/forecast_cents").asText()).startsWith("17");
        assertThat(Instant.parse(alert.at("/data/spend/exhausted_at").asText()))
                .isBetween(NOON.plus(Duration.ofMinutes(40)), NOON.plus(Duration.ofMinutes(43)));

        passQuietly(6); // to about 12:16, still on course for 11.2: near, but not well below
        assertThat(metering.alertIds()).isEmpty();
        passQuietly(4);
        assertThat(metering.alertIds()).containsExactly("hourly|2026-11-21T12:00:00Z|forecast|1|1|resolved");
    }

    @Test
    void aBurnRateFiresOnASpikeAndResolvesWhenItIsOver() {
        metering.define(
                Budget.builder("daily", usd("96"))
                        .thresholds("1")
                        .burnRate(new BurnRate(Duration.ofHours(1), BigDecimal.valueOf(2)))
                        .build(),
                NOON);
        metering.send(call("e1", NOON, "s1", "care", 1));
        look();
        assertThat(metering.alertIds()).isEmpty();

        // 4 dollars an hour is the pace; 9 in one is more than twice that
        metering.send(call("e2", NOON.plusSeconds(60), "s1", "care", 9));
        look();
        assertThat(metering.alertIds()).containsExactly("daily|2026-11-21T00:00:00Z|burn_rate|2|1|firing");

        passQuietly(30);
        assertThat(metering.alertIds()).isEmpty();
        passQuietly(45);
        assertThat(metering.alertIds()).containsExactly("daily|2026-11-21T00:00:00Z|burn_rate|2|1|resolved");
    }

    @Test
    void tenThousandBudgetsAreLookedUpNotSearched() {
        for (int team = 0; team < 10_000; team++) {
            metering.defineUnseen(
                    Budget.builder("team-" + team, usd("5"))
                            .scope(BudgetDimension.TEAM, "team-" + team)
                            .thresholds("1")
                            .build(),
                    NOON);
        }
        metering.pass(Duration.ofSeconds(1));
        metering.send(call("e1", NOON, "s1", "team-7777", 6));

        assertThat(metering.alertIds()).containsExactly("team-7777|2026-11-21T00:00:00Z|actual|1|1|firing");
    }

    /** Lets what was sent arrive, and the pace be looked at. */
    private void look() {
        metering.flush();
        metering.pass(Duration.ofSeconds(16));
        metering.pass(Duration.ofSeconds(16));
    }

    private void passQuietly(int minutes) {
        for (int minute = 0; minute < minutes; minute++) {
            metering.pass(Duration.ofMinutes(1));
        }
    }

    private static JsonNode only(List<JsonNode> nodes) {
        assertThat(nodes).hasSize(1);
        return nodes.get(0);
    }

    private static JsonNode last(List<JsonNode> nodes) {
        return nodes.get(nodes.size() - 1);
    }
}
