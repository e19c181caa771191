package io.spendstream.notifier.channel;

import io.spendstream.contract.AlertKind;
import io.spendstream.contract.AlertSeverity;
import io.spendstream.contract.AlertState;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAlert;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetPeriod;
import io.spendstream.contract.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** An alert of a budget that does not exist, which says so in whatever form it is told. */
public final class TestAlert {
    private static final BudgetAmount LIMIT = BudgetAmount.usd(Money.of("1"));
    private static final Budget BUDGET = Budget.builder("spendstream-test", LIMIT)
            .name("TEST ALERT, nothing is wrong: test budget")
            .period(BudgetPeriod.of(BudgetPeriod.Type.HOUR, ZoneOffset.UTC))
            .build();

    private TestAlert() {}

    /** Returns the test alert of the second {@code now} lies in; a receiver takes another second's for another alert. */
    public static BudgetAlert of(AlertSeverity severity, AlertState state, Instant now) {
        var window = BUDGET.period().windowAt(now);
        boolean isFiring = state == AlertState.FIRING;
        BudgetAmount low = BudgetAmount.usd(Money.of("0.99"));
        BudgetAmount high = BudgetAmount.usd(Money.of("1.01"));
        int sequence = Math.toIntExact(Duration.between(window.start(), now).toSeconds()) + 1;
        return new BudgetAlert(
                BUDGET.allowance(Map.of(), window),
                AlertKind.ACTUAL,
                BigDecimal.ONE,
                severity,
                state,
                sequence,
                isFiring ? low : high,
                isFiring ? high : low,
                null,
                null,
                now,
                false);
    }
}
