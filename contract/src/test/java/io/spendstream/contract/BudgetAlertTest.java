package io.spendstream.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetAlertTest {
    private static final Instant TIME = Instant.parse("2026-11-21T20:43:28.001Z");

    static final BudgetAlert EXCEEDED =
            actual(Budget.globalDaily(Money.of("5")), Map.of(), "1", "4.98", "5.024999", AlertState.FIRING);
    static final BudgetAlert WARNING = actual(BudgetTest.TEAM_BUDGET, Map.of(), "0.8", "9.99", "10", AlertState.FIRING);
    static final BudgetAlert LOOP = actual(
            BudgetTest.LOOP_GUARD, Map.of(BudgetDimension.SESSION, "s|1"), "1", "2.1", "1.9", AlertState.RESOLVED);
    static final BudgetAlert FORECAST = new BudgetAlert(
            BudgetTest.TOKEN_WEEK.allowance(
                    Map.of(BudgetDimension.TEAM, "care", BudgetDimension.MODEL, "gpt-4o"),
                    BudgetTest.TOKEN_WEEK.period().windowAt(TIME)),
            AlertKind.FORECAST,
            BigDecimal.ONE,
            AlertSeverity.WARNING,
            AlertState.FIRING,
            2,
            BudgetAmount.tokens(700_000),
            BudgetAmount.tokens(700_000),
            new BudgetForecast(BudgetAmount.tokens(1_400_000), Instant.parse("2026-11-26T09:00:00Z")),
            null,
            TIME,
            false);

    @Test
    void saysThatADailyBudgetIsExceeded() {
        assertThat(EXCEEDED.message()).isEqualTo("Daily budget exceeded: $5.02 of $5.00 on 2026-11-21");
        assertThat(EXCEEDED.isExceeded()).isTrue();
    }

    @Test
    void saysWhatHappenedToABudget() {
        assertThat(WARNING.message()).isEqualTo("Payments at 80%: $10.00 of $12.50 on 2026-11-21");
        assertThat(WARNING.isExceeded()).isFalse();
        assertThat(LOOP.message()).isEqualTo("Loop guard (session s|1): resolved, below 100%: $1.90 of $2.00");
        assertThat(FORECAST.message())
                .isEqualTo("Tokens a week (team care, model gpt-4o) will be exceeded, at 2026-11-26T09:00:00Z: 700000"
                        + " of 1000000 tokens in the week from 2026-11-22");
    }

    @ParameterizedTest
    @CsvSource({
        "1234567.891, $1234567.89",
        "1, $1.00",
        "0.99, $0.99",
        "0.5, $0.50",
        "0.123456, $0.123456",
        "0.0001, $0.0001",
        "0.00000049, $0.00",
        "0, $0.00",
        "-2.5, $-2.50"
    })
    void showsCentsAndMoreDecimalsOnlyWhereCentsWouldHideTheAmount(String amount, String shown) {
        assertThat(actual(Budget.globalDaily(Money.of("5")), Map.of(), "1", "0", amount, AlertState.FIRING)
                        .message())
                .startsWith("Daily budget exceeded: " + shown + " of $5.00");
    }

    @Test
    void hasOneIdHoweverTheThresholdIsWritten() {
        Budget budget = Budget.globalDaily(Money.of("5"));

        assertThat(EXCEEDED.id()).isEqualTo("global-daily|2026-11-21T00:00:00Z|actual|1|1|firing");
        assertThat(actual(budget, Map.of(), "1.00", "4", "6", AlertState.FIRING).id())
                .isEqualTo(EXCEEDED.id());
        assertThat(actual(budget, Map.of(), "1E1", "4", "60", AlertState.RESOLVED)
                        .id())
                .isEqualTo("global-daily|2026-11-21T00:00:00Z|actual|10|1|resolved");
    }

    @Test
    void hasAnIdOfItsOwnForEachValueHoweverLong() {
        String s1 = session("s1").incidentId();

        assertThat(s1).matches("loop-guard#[0-9a-f]{24}\\|session\\|actual\\|1\\|1");
        assertThat(session("s2").incidentId()).isNotEqualTo(s1);
        assertThat(session("x".repeat(256)).id()).hasSizeLessThan(255);
    }

    @Test
    void isToldToItsOwnerOrElseToTheTeamAmongItsValues() {
        assertThat(FORECAST.allowance().team()).contains("platform");
        assertThat(WARNING.allowance().team()).contains("payments");
        assertThat(EXCEEDED.allowance().team()).isEmpty();
    }

    @Test
    void isACloudEventWithAmountsInExactCents() throws IOException {
        JsonNode event = new ObjectMapper().readTree(BudgetAlertJson.write(EXCEEDED));

        assertThat(event.path("specversion").asText()).isEqualTo("1.0");
        assertThat(event.path("id").asText()).isEqualTo(EXCEEDED.id());
        assertThat(event.path("type").asText()).isEqualTo(BudgetAlertJson.TYPE);
        JsonNode data = event.path("data");
        assertThat(data.path("severity").asText()).isEqualTo("critical");
        assertThat(data.at("/spend/used_cents").asText()).isEqualTo("502.499900000000");
        assertThat(data.at("/spend/before_cents").asText()).isEqualTo("498.000000000000");
        assertThat(data.at("/budget/limit_cents").asText()).isEqualTo("500.000000000000");
        assertThat(data.at("/spend/used_ratio").asText()).isEqualTo("1.00499980");
        assertThat(data.at("/budget/period/end").asText()).isEqualTo("2026-11-22T00:00:00Z");
        assertThat(data.path("message").asText()).isEqualTo(EXCEEDED.message());
    }

    private static BudgetAlert session(String session) {
        return actual(
                BudgetTest.LOOP_GUARD, Map.of(BudgetDimension.SESSION, session), "1", "1", "3", AlertState.FIRING);
    }

    private static BudgetAlert actual(
            Budget budget,
            Map<BudgetDimension, String> values,
            String threshold,
            String before,
            String after,
            AlertState state) {
        @Nullable String trigger = state == AlertState.FIRING ? "openai:chatcmpl-1" : null;
        return new BudgetAlert(
                budget.allowance(values, budget.period().windowAt(TIME)),
                AlertKind.ACTUAL,
                new BigDecimal(threshold),
                AlertSeverity.at(new BigDecimal(threshold)),
                state,
                1,
                BudgetTest.usd(before),
                BudgetTest.usd(after),
                null,
                trigger,
                TIME,
                false);
    }
}
