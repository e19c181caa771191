package io.spendstream.cli.budgets;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.progress.Progress;
import io.spendstream.contract.Budget;
import io.spendstream.stream.budget.BudgetPublisher;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spendstream budgets delete}: puts a budget out of force. */
@Command(
        name = "delete",
        description =
                "Puts a budget out of force. Deleting global-daily ends the daily budget every installation starts"
                        + " with.",
        footer = {"", "Example:", "  spendstream budgets delete search-month"},
        mixinStandardHelpOptions = true)
final class BudgetsDeleteCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Parameters(paramLabel = "ID", description = "The budget's id.")
    private @Nullable String id;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        String budgetId = requireNonNull(id);
        Connection connection = connectionOptions.kafkaConnection();
        Progress progress = Progress.on(requireNonNull(spec).commandLine().getErr());
        DefinedBudgets defined = DefinedBudgets.of(connection, progress);
        boolean isThere = defined.budgets().containsKey(budgetId)
                || budgetId.equals(Budget.DEFAULT_ID)
                || !defined.statesOf(budgetId).isEmpty();
        if (!isThere) {
            throw new IllegalArgumentException(
                    "there is no budget %s; see: spendstream budgets list".formatted(budgetId));
        }
        progress.run("publishing to " + connection.bootstrapServers(), () -> {
            try (var publisher = new BudgetPublisher(connection.kafkaProperties())) {
                publisher.delete(budgetId);
            }
        });
        spec.commandLine().getOut().println(budgetId + " deleted");
        return CommandLine.ExitCode.OK;
    }
}
