package io.spendstream.notifier;

import io.spendstream.contract.AlertKind;
import io.spendstream.contract.AlertSeverity;
import io.spendstream.contract.AlertState;
import io.spendstream.contract.Allowance;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAlert;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetPeriod;
import io.spendstream.contract.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** Alerts for tests. */
public final class Alerts {
    public static final Instant TIME = Instant.parse("2026-11-21T20:43:28.863Z");

    private Alerts() {}

    /** Returns that {@code team} has spent {@code threshold} of its month's 500 dollars. */
    public static BudgetAlert of(String team, String threshold) {
        return of(team, threshold, AlertState.FIRING, 1);
    }

    public static BudgetAlert resolved(String team, String threshold) {
        return of(team, threshold, AlertState.RESOLVED, 1);
    }

    public static BudgetAlert of(String team, String threshold, AlertState state, int sequence) {
        Budget budget = Budget.builder("team:" + team, usd("500"))
                .name("Team " + team)
                .scope(BudgetDimension.TEAM, team)
                .period(BudgetPeriod.of(BudgetPeriod.Type.MONTH, ZoneOffset.UTC))
                .build();
        return alert(budget, Map.of(), new BigDecimal(threshold), state, sequence);
    }

    /** Returns that a session, whose budget has no calendar and no team, has spent its 2 dollars. */
    public static BudgetAlert ofSession(String session) {
        Budget budget = Budget.builder("runaway", usd("2"))
                .name("Runaway <loop> & @here")
                .each(BudgetDimension.SESSION)
                .period(BudgetPeriod.of(BudgetPeriod.Type.SESSION, ZoneOffset.UTC))
                .build();
        return alert(budget, Map.of(BudgetDimension.SESSION, session), BigDecimal.ONE, AlertState.FIRING, 1);
    }

    private static BudgetAlert alert(
            Budget budget, Map<BudgetDimension, String> values, BigDecimal threshold, AlertState state, int sequence) {
        Allowance allowance = budget.allowance(values, budget.period().windowAt(TIME));
        BudgetAmount spend = budget.limit().share(threshold.multiply(new BigDecimal("1.01")));
        return new BudgetAlert(
                allowance,
                AlertKind.ACTUAL,
                threshold,
                AlertSeverity.at(threshold),
                state,
                sequence,
                spend.minus(usd("0.02")),
                spend,
                null,
                "openai:chatcmpl-1",
                TIME,
                false);
    }

    private static BudgetAmount usd(String dollars) {
        return BudgetAmount.usd(Money.of(dollars));
    }
}
