package io.spendstream.cli.budgets;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.Budget;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spendstream budgets check}: is a file of budgets right? */
@Command(
        name = "check",
        description = "Checks a file of budgets, without an installation.",
        footer = {"", "Example:", "  spendstream budgets check budgets.yaml"},
        mixinStandardHelpOptions = true)
final class BudgetsCheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The file, YAML.")
    private @Nullable Path file;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        CommandLine commandLine = requireNonNull(spec).commandLine();
        List<Budget> budgets;
        try {
            budgets = BudgetFile.read(requireNonNull(file));
        } catch (BudgetFileException e) {
            return e.say(commandLine.getErr());
        }
        PrintWriter out = commandLine.getOut();
        out.println(BudgetTable.definitions(budgets));
        out.println("%s: %d budgets, nothing wrong".formatted(file, budgets.size()));
        return CommandLine.ExitCode.OK;
    }
}
