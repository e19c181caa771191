package io.spendstream.cli.budgets;

import static io.spendstream.cli.TableColumn.left;
import static io.spendstream.cli.TableColumn.right;

import com.github.freva.asciitable.AsciiTable;
import io.spendstream.cli.Output;
import io.spendstream.contract.Budget;
import java.util.Collection;
import java.util.List;

/** The tables of the budget commands. */
final class BudgetTable {
    private BudgetTable() {}

    /** Returns what is defined. */
    static String definitions(Collection<Budget> budgets) {
        return AsciiTable.getTable(
                AsciiTable.NO_BORDERS,
                List.copyOf(budgets),
                List.of(
                        left("id").with(Budget::id),
                        left("name").maxWidth(60).with(budget -> Output.printable(budget.name())),
                        left("scope").maxWidth(60).with(budget -> BudgetText.scope(budget.scope(), budget.each())),
                        left("period").with(budget -> BudgetText.period(budget.period())),
                        right("limit").with(budget -> BudgetText.amount(budget.limit())),
                        left("alerts at").maxWidth(60).with(BudgetTable::alerts),
                        left("action").with(budget -> budget.action().wireName())));
    }

    private static String alerts(Budget budget) {
        return BudgetText.thresholds(budget)
                + (budget.hasForecast() ? ", forecast" : "")
                + (budget.burnRate() == null ? "" : ", burn rate");
    }
}
