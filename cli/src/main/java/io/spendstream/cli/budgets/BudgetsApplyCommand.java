package io.spendstream.cli.budgets;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.progress.Progress;
import io.spendstream.contract.Budget;
import io.spendstream.stream.budget.BudgetPublisher;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spendstream budgets apply}: puts the budgets of a file in force. */
@Command(
        name = "apply",
        description = "Puts the budgets of a file in force, within a second or two and without a restart. Budgets that"
                + " are not in the file stay as they are.",
        footer = {"", "Example:", "  spendstream budgets apply budgets.yaml"},
        mixinStandardHelpOptions = true)
final class BudgetsApplyCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

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
        Connection connection = connectionOptions.kafkaConnection();
        Progress progress = Progress.on(commandLine.getErr());
        Map<String, Budget> before = DefinedBudgets.of(connection, progress).budgets();
        List<Budget> changed = new ArrayList<>();
        PrintWriter out = commandLine.getOut();
        for (Budget budget : budgets) {
            Budget old = before.get(budget.id());
            boolean isSame = budget.equals(old);
            if (!isSame) {
                changed.add(budget);
            }
            out.println("%s %s".formatted(budget.id(), isSame ? "unchanged" : old == null ? "created" : "changed"));
        }
        progress.run("publishing to " + connection.bootstrapServers(), () -> {
            try (var publisher = new BudgetPublisher(connection.kafkaProperties())) {
                publisher.publish(changed);
            }
        });
        out.println("%d budgets in force, %d of them new or changed".formatted(budgets.size(), changed.size()));
        return CommandLine.ExitCode.OK;
    }
}
