package io.spendstream.cli.usage;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.Output;
import io.spendstream.cli.progress.Progress;
import io.spendstream.producer.reading.UsageIndexCheck;
import io.spendstream.producer.reading.UsageIndexCheck.Difference;
import io.spendstream.producer.reading.UsageIndexCheck.FileResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spendstream usage check}: are the recorded responses of a folder read as its index says? */
@Command(
        name = "check",
        description = "Reads every response of a folder with an INDEX.tsv and compares what was read with the index.",
        footer = {"", "Example:", "  spendstream usage check recorded-responses"},
        mixinStandardHelpOptions = true)
final class UsageCheckCommand implements Callable<Integer> {
    @Option(names = "--remarks", description = "Also say what the index leaves open but was read all the same.")
    private boolean hasRemarks;

    @Parameters(paramLabel = "DIR", description = "The folder.")
    private @Nullable Path folder;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        List<FileResult> results = Progress.on(spec.commandLine().getErr())
                .during("reading the responses of " + folder, () -> UsageIndexCheck.run(requireNonNull(folder)));
        for (FileResult result : results) {
            result.mismatches().forEach(difference -> out.println(line("FAIL", result, difference)));
            if (hasRemarks) {
                result.remarks().forEach(difference -> out.println(line("note", result, difference)));
            }
        }
        long passed = results.stream().filter(FileResult::passed).count();
        out.println("%d passed, %d failed".formatted(passed, results.size() - passed));
        return passed == results.size() && passed > 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static String line(String verdict, FileResult result, Difference difference) {
        return "%s %s  %s: expected %s, found %s"
                .formatted(
                        verdict,
                        result.file(),
                        difference.field(),
                        Output.printable(difference.expected()),
                        Output.printable(difference.found()));
    }
}
