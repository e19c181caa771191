package io.spendstream.cli.budgets;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.Output;
import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.progress.Progress;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetState;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spendstream budgets show}: one budget, and what is spent of it by each value. */
@Command(
        name = "show",
        description = "Shows a budget and what is spent of it, by each value it is kept apart by.",
        footer = {"", "Example:", "  spendstream budgets show loop-guard"},
        mixinStandardHelpOptions = true)
final class BudgetsShowCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Parameters(paramLabel = "ID", description = "The budget's id.")
    private @Nullable String id;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "How many values to show, those nearest to the limit first (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    @Option(names = "--json", description = "Print JSON.")
    private boolean isJson;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        String budgetId = requireNonNull(id);
        DefinedBudgets defined = DefinedBudgets.of(
                connectionOptions.kafkaConnection(),
                Progress.on(requireNonNull(spec).commandLine().getErr()));
        Budget budget = defined.budgets().get(budgetId);
        List<BudgetState> all = defined.statesOf(budgetId);
        if (budget == null && all.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no budget %s; see: spendstream budgets list".formatted(budgetId));
        }
        List<BudgetState> shown = all.stream().limit(limit).toList();
        PrintWriter out = spec.commandLine().getOut();
        Instant now = Instant.now();
        if (isJson) {
            out.println(Output.json(StateForms.json(shown, now)));
            return CommandLine.ExitCode.OK;
        }
        if (budget != null) {
            out.println(BudgetTable.definitions(List.of(budget)));
            out.println();
        }
        out.println(shown.isEmpty() ? "not yet in force" : StateForms.table(shown, now));
        if (all.size() > shown.size()) {
            out.println("and %d more".formatted(all.size() - shown.size()));
        }
        return CommandLine.ExitCode.OK;
    }
}
