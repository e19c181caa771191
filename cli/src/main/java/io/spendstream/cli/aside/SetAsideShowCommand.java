package io.spendstream.cli.aside;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.Output;
import io.spendstream.cli.connection.ConnectionOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
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

/** {@code spendstream set-aside show}: one ledger record that could not become a row, whole. */
@Command(
        name = "show",
        description = "Shows one ledger record that could not become a row whole, with what became of it.",
        footer = {"", "Examples:", "  spendstream set-aside show 2@117"},
        mixinStandardHelpOptions = true)
final class SetAsideShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "The record, as set-aside list names it.")
    private String id = "";

    @Option(names = "--json", description = "Print JSON, the record as text.")
    private boolean isJson;

    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<SetAsideLine> found = new ArrayList<>();
        SetAsideLine.each(SetAsideLine.open(connectionOptions.connection()), line -> {
            if (line.name().equals(id)) {
                found.add(line);
            }
        });
        if (found.isEmpty()) {
            throw SetAsideLine.noSuch(id);
        }
        SetAsideLine line = found.get(0);
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        if (isJson) {
            out.println(Output.json(line.toJson()));
            return CommandLine.ExitCode.OK;
        }
        out.println("id         " + line.name());
        out.println("set aside  " + line.kept().rejectedAt());
        out.println("because    " + Output.printable(line.why()));
        out.println("written    " + Output.printable(line.outcome()));
        out.println("bytes      " + line.bytes());
        out.println();
        line.text().lines().forEach(text -> out.println(Output.printable(text)));
        return CommandLine.ExitCode.OK;
    }
}
