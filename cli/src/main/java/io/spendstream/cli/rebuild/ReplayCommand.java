package io.spendstream.cli.rebuild;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.Output;
import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.progress.Progress;
import io.spendstream.sink.rebuild.Rebuild;
import io.spendstream.sink.rebuild.Rebuilt;
import io.spendstream.sink.recount.Difference;
import io.spendstream.sink.recount.View;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spendstream replay}: makes the tables anew from the ledger topic. */
@Command(
        name = "replay",
        description = "Makes the tables anew from the ledger topic and swaps them in.",
        footer = {
            "",
            "The new tables are made in a schema of their own, compared with the topic to the",
            "last digit, and take the place of those in force in one transaction; those are",
            "kept under a dated name. Killed at any point before that, nothing has changed.",
            "Sinks may be at work: they wait for a moment and go on with the new tables.",
            "",
            "Examples:",
            "  spendstream replay --from-topic --dry-run",
            "  spendstream replay --from-topic --drop-old"
        },
        mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
    @Option(names = "--from-topic", required = true, description = "Read the ledger topic, from its first line on.")
    private boolean isFromTopic;

    @Option(names = "--dry-run", description = "Only say whether it can be done, and what would be read.")
    private boolean isDryRun;

    @Option(names = "--drop-old", description = "Drop the tables from before, once the new ones are in force.")
    private boolean isOldDropped;

    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (!isFromTopic) {
            throw new IllegalArgumentException("there is nothing else to replay from: --from-topic must not be false");
        }
        Connection connection = connectionOptions.connection();
        CommandLine commandLine = requireNonNull(spec).commandLine();
        var rebuild = new Rebuild(
                connection.kafkaProperties(),
                new Rebuild.Where(connection.jdbcUrl(), connection.jdbcUser(), connection.jdbcPassword()),
                new RebuildProgress(Progress.on(commandLine.getErr())));
        PrintWriter out = commandLine.getOut();
        if (isDryRun) {
            print(out, rebuild.check());
        } else {
            print(out, rebuild.run(Instant.now(), isOldDropped));
        }
        return CommandLine.ExitCode.OK;
    }

    private static void print(PrintWriter out, Rebuild.Start start) {
        out.println(String.format(
                Locale.ROOT,
                "the tables in schema %s can be made from the ledger topic: it has its beginning, and at most %,d records",
                Output.printable(start.schema()),
                start.records()));
        out.println("the ledger ends at, partition:offset %s".formatted(positions(start.ends())));
        out.println("the tables in force have it up to %s".formatted(positions(start.positions())));
        out.println(
                start.sinks() == 0
                        ? "no sink is at work"
                        : "sinks are at work, with %d connections: they would wait for a moment"
                                .formatted(start.sinks()));
        out.println("nothing was changed: this was a dry run");
    }

    private static void print(PrintWriter out, Rebuilt rebuilt) {
        for (View view : rebuilt.views()) {
            out.println(String.format(
                    Locale.ROOT,
                    "%-20s %,d calls, %s USD: equal to the ledger",
                    view.name(),
                    view.sums().calls(),
                    view.sums().costExact().toPlainString()));
        }
        out.println("up to, partition:offset %s".formatted(positions(rebuilt.positions())));
        boolean wereEqual = rebuilt.old().stream().allMatch(view -> view.different() == 0);
        if (wereEqual) {
            out.println("the tables from before said the same");
        }
        for (View view : rebuilt.old()) {
            view.firstDifference().ifPresent(first -> print(out, view, first));
        }
        out.println(rebuilt.before()
                .map(before -> "they are kept in schema %s; when nobody misses them: DROP SCHEMA \"%s\" CASCADE"
                        .formatted(before, before))
                .orElse("they were dropped"));
    }

    private static void print(PrintWriter out, View view, Difference first) {
        out.println(String.format(
                Locale.ROOT,
                "the tables from before differed: %s in %,d parts, first at %s",
                view.name(),
                view.different(),
                Output.printable(first.toString())));
        if (first.event() != null) {
            out.println("  the first event: %s"
                    .formatted(Output.printable(first.event().toString())));
        }
    }

    private static String positions(Map<Integer, Long> positions) {
        return positions.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining(" "));
    }
}
