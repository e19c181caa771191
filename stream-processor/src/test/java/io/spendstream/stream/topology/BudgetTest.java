package io.spendstream.stream.topology;

import static io.spendstream.stream.topology.Events.costing;
import static io.spendstream.stream.topology.Events.event;
import static io.spendstream.stream.topology.Metering.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetJson;
import io.spendstream.contract.Money;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When budgets alert, and what they say they have spent. */
final class BudgetTest {
    private static final Budget CARE = budget("care", "10", "0.5", "1");

    private final Metering metering = Metering.started();

    @AfterEach
    void close() {
        metering.close();
    }

    private static Budget budget(String id, String limit, String... thresholds) {
        return Budget.builder(id, usd(limit))
                .name("Budget of care")
                .scope(BudgetDimension.TEAM, "care")
                .thresholds(thresholds)
                .build();
    }

    private static BudgetAmount usd(String amount) {
        return BudgetAmount.usd(Money.of(amount));
    }

    @Test
    void theDailyBudgetOfFiveDollarsAlertsOnce() {
        metering.send(costing("e1", NOON, 4));
        assertThat(metering.alerts()).isEmpty();

        metering.send(event("e2", NOON, UsageCounts.of(1_020_000, 0)));
        JsonNode alert = metering.alerts().get(0);
        assertThat(alert.path("id").asText()).isEqualTo("global-daily|2026-11-21T00:00:00Z|actual|1|1|firing");
        assertThat(alert.at("/data/message").asText()).isEqualTo("Daily budget exceeded: $5.02 of $5.00 on 2026-11-21");

        metering.send(costing("e3", NOON, 7));
        assertThat(metering.alerts()).isEmpty();
    }

    @Test
    void theDailyBudgetAlertsAtTheLimitItself() {
        metering.send(costing("e1", NOON, 5));

        assertThat(metering.alertIds()).containsExactly("global-daily|2026-11-21T00:00:00Z|actual|1|1|firing");
    }

    @Test
    void everyDayHasItsOwnAlert() {
        metering.send(costing("e1", NOON, 5));
        metering.send(costing("e2", NOON.plus(Duration.ofDays(1)), 5));

        assertThat(metering.alertIds())
                .containsExactly(
                        "global-daily|2026-11-21T00:00:00Z|actual|1|1|firing",
                        "global-daily|2026-11-22T00:00:00Z|actual|1|1|firing");
    }

    @Test
    void thresholdsCrossedTogetherAlertOneByOne() {
        metering.define(CARE, NOON);
        metering.send(costing("e1", NOON, 11));

        assertThat(metering.alertIds())
                .contains(
                        "care|2026-11-21T00:00:00Z|actual|0.5|1|firing", "care|2026-11-21T00:00:00Z|actual|1|1|firing")
                .hasSize(3);
    }

    @Test
    void aBudgetIsAboutItsScopeOnly() {
        metering.define(budget("care", "1", "1"), NOON);
        metering.define(
                Budget.builder("other", usd("1"))
                        .scope(BudgetDimension.TEAM, "other")
                        .build(),
                NOON);
        metering.send(costing("e1", NOON, 2));

        assertThat(metering.alertIds()).containsExactly("care|2026-11-21T00:00:00Z|actual|1|1|firing");
    }

    @Test
    void aBudgetDefinedInMidDayCountsWhatWasSpentBefore() {
        metering.send(costing("e1", NOON, 4));
        metering.flush();
        metering.define(budget("care", "3", "1"), NOON.plusSeconds(60));

        JsonNode alert = metering.alerts().get(0);
        assertThat(alert.path("id").asText()).isEqualTo("care|2026-11-21T00:00:00Z|actual|1|1|firing");
        assertThat(alert.at("/data/spend/used_cents").asText()).startsWith("400.");
    }

    @Test
    void aLoweredLimitAlertsARaisedOneResolvesAndCrossingAgainAlertsAgain() {
        metering.define(budget("care", "100", "1"), NOON);
        metering.send(costing("e1", NOON, 4));
        assertThat(metering.alertIds()).isEmpty();

        metering.define(budget("care", "4", "1"), NOON);
        assertThat(metering.alertIds()).containsExactly("care|2026-11-21T00:00:00Z|actual|1|1|firing");
        metering.define(budget("care", "4", "1"), NOON);
        assertThat(metering.alertIds()).isEmpty();

        metering.define(budget("care", "100", "1"), NOON);
        assertThat(metering.alertIds()).containsExactly("care|2026-11-21T00:00:00Z|actual|1|1|resolved");
        metering.define(budget("care", "4", "1"), NOON);
        assertThat(metering.alertIds()).containsExactly("care|2026-11-21T00:00:00Z|actual|1|2|firing");
    }

    @Test
    void aCorrectionBelowTheLimitResolvesAndCrossingAgainAlertsAgain() {
        metering.send(event("e1", NOON, UsageCounts.of(5_000_000, 0), UsageStatus.PROVISIONAL));
        assertThat(metering.alertIds()).hasSize(1);

        metering.send(event("e1", NOON, UsageCounts.of(1_000_000, 0)));
        JsonNode resolved = metering.alerts().get(0);
        assertThat(resolved.path("id").asText()).isEqualTo("global-daily|2026-11-21T00:00:00Z|actual|1|1|resolved");
        assertThat(resolved.at("/data/trigger/event_id").asText()).isEqualTo("e1");

        metering.send(costing("e2", NOON, 9));
        assertThat(metering.alertIds()).containsExactly("global-daily|2026-11-21T00:00:00Z|actual|1|2|firing");
    }

    @Test
    void aDeletedBudgetIsSilentAndItsStateIsTakenBack() {
        metering.define(budget("care", "3", "1"), NOON);
        metering.states();
        metering.delete("care", NOON);
        assertThat(metering.states()).anyMatch(JsonNode::isNull);

        metering.send(costing("e1", NOON, 4));
        assertThat(metering.alertIds()).isEmpty();
        assertThat(metering.states())
                .noneMatch(state -> state.at("/budget/id").asText().equals("care"));
    }

    @Test
    void theStandingBudgetCanBeReplacedAndDeleted() {
        var replaced = Budget.globalDaily(Money.of("100"));
        metering.define(replaced, NOON);
        metering.send(costing("e1", NOON, 50));
        assertThat(metering.alertIds()).isEmpty();

        metering.delete(Budget.DEFAULT_ID, NOON);
        metering.send(costing("e2", NOON, 500));
        assertThat(metering.alertIds()).isEmpty();
    }

    @Test
    void aDayAlertsUntilAnHourAfterItsEnd() {
        Instant lastMinute = Instant.parse("2026-11-21T23:59:00Z");
        metering.send(costing("e1", lastMinute, 4), lastMinute);
        metering.send(costing("e2", lastMinute, 1), Instant.parse("2026-11-22T01:00:00Z"));

        assertThat(metering.alertIds()).containsExactly("global-daily|2026-11-21T00:00:00Z|actual|1|1|firing");
    }

    @Test
    void anEventThatArrivesLaterCountsButWakesNobody() {
        Instant lastMinute = Instant.parse("2026-11-21T23:59:00Z");
        metering.send(costing("e1", lastMinute, 4), lastMinute);
        metering.send(costing("e2", lastMinute, 1), Instant.parse("2026-11-22T01:00:00.001Z"));

        assertThat(metering.alertIds()).isEmpty();
        assertThat(metering.totals())
                .hasEntrySatisfying(
                        Metering.ALL_TODAY, total -> assertThat(total.cost()).isEqualTo(Money.of("5")));
    }

    @Test
    void anUnreadableDefinitionLeavesTheOldOneInForce() {
        metering.define(budget("care", "3", "1"), NOON);
        byte[] key = "care".getBytes(UTF_8);
        metering.send(Topic.BUDGETS, new TestRecord<>(key, "{}".getBytes(UTF_8), new RecordHeaders(), NOON));
        metering.send(costing("e1", NOON, 3));

        assertThat(metering.alertIds()).containsExactly("care|2026-11-21T00:00:00Z|actual|1|1|firing");
    }

    @Test
    void aDefinitionUnderAnotherKeyIsRefused() {
        byte[] value = BudgetJson.write(CARE);
        metering.send(Topic.BUDGETS, new TestRecord<>("other".getBytes(UTF_8), value, new RecordHeaders(), NOON));
        metering.pass(Duration.ofSeconds(1));
        metering.send(costing("e1", NOON, 4));

        assertThat(metering.alertIds()).isEmpty();
    }

    @Test
    void whatABudgetHasSpentIsReported() {
        metering.define(CARE, NOON);
        metering.send(costing("e1", NOON, 4));
        metering.send(Events.missing("e2", NOON));

        JsonNode state = stateOf("care", metering.states());
        assertThat(state.at("/budget/period/start").asText()).isEqualTo("2026-11-21T00:00:00Z");
        assertThat(state.at("/budget/limit_cents").asText()).isEqualTo("1000.000000000000");
        assertThat(state.path("spent_cents").asText()).isEqualTo("400.000000000000");
        assertThat(state.path("unpriced_calls").asLong()).isEqualTo(1);
    }

    @Test
    void aNewDayBeginsWithNothingSpent() {
        metering.define(CARE, NOON);
        metering.send(costing("e1", NOON, 4));
        metering.states();

        metering.pass(Duration.ofHours(12));

        JsonNode state = stateOf("care", metering.states());
        assertThat(state.at("/budget/period/start").asText()).isEqualTo("2026-11-22T00:00:00Z");
        assertThat(state.path("spent_cents").asText()).isEqualTo("0.000000000000");
    }

    @Test
    void theStandingBudgetIsReportedBeforeAnythingIsSpent() {
        assertThat(stateOf(Budget.DEFAULT_ID, metering.states())
                        .at("/budget/limit_cents")
                        .asText())
                .isEqualTo("500.000000000000");
    }

    private static JsonNode stateOf(String budgetId, List<JsonNode> states) {
        return states.stream()
                .filter(state -> state.at("/budget/id").asText().equals(budgetId))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }
}
