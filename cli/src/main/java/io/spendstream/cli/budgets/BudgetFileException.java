package io.spendstream.cli.budgets;

import io.spendstream.yaml.Problem;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** That a file of budgets has something wrong in it. The message says all of it, one line each. */
final class BudgetFileException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    BudgetFileException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())));
    }

    /** Says all that is wrong, one line each, and returns the exit code for that. */
    int say(PrintWriter err) {
        err.println(getMessage());
        return CommandLine.ExitCode.USAGE;
    }
}
