package io.spendstream.console;

import io.spendstream.contract.AlertKind;
import io.spendstream.contract.AlertSeverity;
import io.spendstream.contract.AlertState;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAlert;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/** Alerts for tests. */
public final class Alerts {
    private Alerts() {}

    /** Returns that {@code team} has spent half of {@code budget}, of which each team has one a day, of 10 dollars. */
    public static BudgetAlert fired(Budget budget, String team, Instant at, int sequence) {
        return new BudgetAlert(
                budget.allowance(
                        Map.of(BudgetDimension.TEAM, team), budget.period().windowAt(at)),
                AlertKind.ACTUAL,
                new BigDecimal("0.5"),
                AlertSeverity.INFO,
                AlertState.FIRING,
                sequence,
                BudgetAmount.usd(Money.of("4")),
                BudgetAmount.usd(Money.of("5.5")),
                null,
                null,
                at,
                false);
    }
}
