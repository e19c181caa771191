package io.spendstream.cli.budgets;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
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
                        left("name").with(budget -> Output.printable(budget.name())),
                        left("scope").with(budget -> BudgetText.scope(budget.scope(), budget.each())),
                        left("period").with(budget -> BudgetText.period(budget.period())),
                        right("limit").with(budget -> BudgetText.amount(budget.limit())),
                        left("alerts at").with(BudgetTable::alerts),
                        left("action").with(budget -> budget.action().wireName())));
    }

    private static String alerts(Budget budget) {
        return BudgetText.thresholds(budget)
                + (budget.hasForecast() ? ", forecast" : "")
                + (budget.burnRate() == null ? "" : ", burn rate");
    }

    static Column left(String header) {
        return new Column()
                .header(header)
                .headerAlign(HorizontalAlign.LEFT)
                .dataAlign(HorizontalAlign.LEFT)
                .maxWidth(60);
    }

    static Column right(String header) {
        return new Column().header(header).headerAlign(HorizontalAlign.RIGHT).dataAlign(HorizontalAlign.RIGHT);
    }
}
