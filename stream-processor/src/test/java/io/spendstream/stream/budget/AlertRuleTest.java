package io.spendstream.stream.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.AlertKind;
import io.spendstream.contract.AlertSeverity;
import io.spendstream.contract.AlertState;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetWindow;
import io.spendstream.contract.BurnRate;
import io.spendstream.contract.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When something is claimed, and what becomes of claims. */
final class AlertRuleTest {
    private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");
    private static final BudgetWindow DAY = new BudgetWindow(START, START.plus(Duration.ofDays(1)));
    private static final List<AlertKind> ACTUAL = List.of(AlertKind.ACTUAL);

    @ParameterizedTest
    @CsvSource({
        // hours since the start, spent of 24: held from the straight line's 24 on, given up below 21.6
        "1,    1.00, UNDECIDED",
        "2,    2.00, HOLDS",
        "2,    1.99, UNDECIDED",
        "12,  10.80, UNDECIDED",
        "12,  10.79, FAILS",
        "12,   0.00, FAILS",
        "12,  24.00, UNDECIDED",
        "12,  30.00, UNDECIDED"
    })
    void aForecastHoldsWhereTheStraightLineReachesTheLimit(int hours, String spent, Claim.Standing standing) {
        Budget budget = Budget.builder("b", usd("24")).forecast(true).build();

        List<Claim> claims = AlertRule.pace(budget, DAY, usd(spent), null, START.plus(Duration.ofHours(hours)));

        assertThat(claims).singleElement().extracting(Claim::standing).isEqualTo(standing);
    }

    @ParameterizedTest
    @CsvSource({"2.00, HOLDS", "1.99, UNDECIDED", "1.50, UNDECIDED", "1.49, FAILS", "0, FAILS", "-1, FAILS"})
    void aBurnRateHoldsAtItsFactorAndFailsAQuarterBelow(String burned, Claim.Standing standing) {
        Budget budget = Budget.builder("b", usd("24"))
                .burnRate(new BurnRate(Duration.ofHours(1), BigDecimal.valueOf(2)))
                .build();
        Instant now = START.plus(Duration.ofHours(5));
        var before = new AlertRule.Sample(now.minus(Duration.ofHours(1)), usd("3"));
        BudgetAmount spent =
                usd(new BigDecimal(burned).add(BigDecimal.valueOf(3)).toPlainString());

        assertThat(AlertRule.pace(budget, DAY, spent, before, now))
                .singleElement()
                .extracting(Claim::standing)
                .isEqualTo(standing);
    }

    @Test
    void aClaimFiresOnceEndsOnceAndFiresAgainWithTheNextNumber() {
        Incidents incidents = Incidents.NONE;
        var seen = new StringBuilder();
        for (Claim.Standing standing : List.of(
                Claim.Standing.FAILS,
                Claim.Standing.UNDECIDED,
                Claim.Standing.HOLDS,
                Claim.Standing.HOLDS,
                Claim.Standing.UNDECIDED,
                Claim.Standing.FAILS,
                Claim.Standing.FAILS,
                Claim.Standing.UNDECIDED,
                Claim.Standing.HOLDS)) {
            var claim = new Claim(AlertKind.ACTUAL, BigDecimal.ONE, AlertSeverity.CRITICAL, standing, null);
            Incidents.Outcome outcome = incidents.judge(ACTUAL, List.of(claim));
            outcome.changes()
                    .forEach(change -> seen.append(change.state())
                            .append(change.sequence())
                            .append(' '));
            incidents = Incidents.read(outcome.incidents().toBytes());
        }

        assertThat(seen).hasToString("FIRING1 RESOLVED1 FIRING2 ");
    }

    @Test
    void onlyClaimsOfTheKindsThatWereJudgedEnd() {
        var forecast = new Claim(AlertKind.FORECAST, BigDecimal.ONE, AlertSeverity.WARNING, Claim.Standing.HOLDS, null);
        Incidents incidents = Incidents.NONE
                .judge(List.of(AlertKind.FORECAST), List.of(forecast))
                .incidents();

        assertThat(incidents.judge(ACTUAL, List.of()).changes()).isEmpty();
        assertThat(incidents.judge(List.of(AlertKind.FORECAST), List.of()).changes())
                .extracting(Incidents.Change::state)
                .containsExactly(AlertState.RESOLVED);
    }

    private static BudgetAmount usd(String amount) {
        return BudgetAmount.usd(Money.of(amount));
    }
}
