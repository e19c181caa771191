package io.spendstream.stream.budget;

import static java.util.Objects.requireNonNullElse;

import io.spendstream.contract.AlertKind;
import io.spendstream.contract.AlertSeverity;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAlert;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetForecast;
import io.spendstream.contract.BudgetUnit;
import io.spendstream.contract.BudgetWindow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes out the alert of a change. Pure functions. */
final class AlertWriter {
    private AlertWriter() {}

    static BudgetAlert of(
            Definition definition, BudgetCell cell, Incidents.Change change, MergedCells.Move move, Instant time) {
        Budget budget = definition.budget();
        BudgetUnit unit = budget.limit().unit();
        BudgetWindow window = cell.window(definition);
        Claim claim = change.claim();
        BudgetAmount spent = unit.of(move.after().tally());
        String event = move.after().lastEventId();
        return new BudgetAlert(
                budget.allowance(definition.named(cell.values()), window),
                change.kind(),
                change.threshold(),
                claim == null ? AlertSeverity.at(change.threshold()) : claim.severity(),
                change.state(),
                change.sequence(),
                unit.of(move.before().tally()),
                spent,
                forecast(change.kind(), claim, spent),
                event.isEmpty() ? null : event,
                time,
                !window.isAlways() && !time.isBefore(window.end()));
    }

    private static @Nullable BudgetForecast forecast(AlertKind kind, @Nullable Claim claim, BudgetAmount spent) {
        BudgetForecast claimed = claim == null ? null : claim.forecast();
        return kind == AlertKind.ACTUAL ? null : requireNonNullElse(claimed, new BudgetForecast(spent, null));
    }
}
