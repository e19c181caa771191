package io.spendstream.cli.budgets;

import picocli.CommandLine.Command;

/** {@code spendstream budgets}: what may be spent, and what was. */
@Command(
        name = "budgets",
        description = "Defines budgets and shows what is spent of them.",
        subcommands = {
            BudgetsApplyCommand.class,
            BudgetsListCommand.class,
            BudgetsShowCommand.class,
            BudgetsCheckCommand.class,
            BudgetsDeleteCommand.class,
            BudgetsReportCommand.class
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class BudgetsCommand {}
