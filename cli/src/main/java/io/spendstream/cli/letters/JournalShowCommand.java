package io.spendstream.cli.letters;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.Output;
import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.letters.DeadLettersListCommand.Outcomes;
import io.spendstream.cli.progress.Progress;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spendstream journal show}: one event that was set aside, whole. */
@Command(
        name = "show",
        description = "Shows one event that was set aside whole, with what became of it.",
        footer = {
            "",
            "Examples:",
            "  spendstream journal show 20261121T204327Z-4711-9f1c2a7b@16 \\",
            "    --journal ./journal"
        },
        mixinStandardHelpOptions = true)
final class JournalShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "The event, as journal list names it.")
    private String id = "";

    @Mixin
    private JournalOption journal = new JournalOption();

    @Option(names = "--json", description = "Print JSON, the event as text.")
    private boolean isJson;

    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        CommandLine commandLine = requireNonNull(spec).commandLine();
        Progress progress = Progress.on(commandLine.getErr());
        JournalEvent event = journal.read(progress).stream()
                .filter(each -> each.name().equals(id))
                .findFirst()
                .orElseThrow(() -> JournalEvent.noSuch(id));
        Outcomes outcomes = JournalListCommand.outcomes(connectionOptions, progress);
        PrintWriter out = commandLine.getOut();
        if (isJson) {
            out.println(Output.json(JournalListCommand.toJson(event, outcomes)));
            return CommandLine.ExitCode.OK;
        }
        String replayed = outcomes.of(event);
        out.println("id        " + event.name());
        out.println("event     " + Output.printable(event.keyText()));
        out.println("replayed  " + Output.printable(replayed == null ? "no" : replayed));
        out.println("bytes     " + event.value().length);
        out.println();
        event.valueText().lines().forEach(line -> out.println(Output.printable(line)));
        return CommandLine.ExitCode.OK;
    }
}
