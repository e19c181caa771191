package io.spendstream.cli.budgets;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.Output;
import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.progress.Progress;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetState;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spendstream budgets list}: every budget in force and what is spent of it. */
@Command(
        name = "list",
        description = "Shows every budget in force and what is spent of it in its period so far; of one that is kept"
                + " apart by values, the value nearest to the limit.",
        footer = {"", "Examples:", "  spendstream budgets list", "  spendstream budgets list --json"},
        mixinStandardHelpOptions = true)
final class BudgetsListCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean isJson;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        DefinedBudgets defined = DefinedBudgets.of(
                connectionOptions.kafkaConnection(),
                Progress.on(requireNonNull(spec).commandLine().getErr()));
        List<BudgetState> highest = new ArrayList<>();
        defined.states().stream()
                .map(state -> state.allowance().id())
                .distinct()
                .sorted(Comparator.naturalOrder())
                .forEach(id -> highest.add(defined.statesOf(id).get(0)));
        PrintWriter out = spec.commandLine().getOut();
        Instant now = Instant.now();
        if (isJson) {
            out.println(Output.json(StateForms.json(highest, now)));
            return CommandLine.ExitCode.OK;
        }
        out.println(highest.isEmpty() ? "no budgets" : StateForms.table(highest, now));
        List<String> waiting = defined.budgets().values().stream()
                .map(Budget::id)
                .filter(id -> defined.statesOf(id).isEmpty())
                .toList();
        if (!waiting.isEmpty()) {
            out.println("not yet in force: " + String.join(", ", waiting));
        }
        return CommandLine.ExitCode.OK;
    }
}
