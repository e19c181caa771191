package io.spendstream.cli.usage;

import static io.spendstream.cli.TableColumn.left;
import static java.util.Objects.requireNonNull;

import com.github.freva.asciitable.AsciiTable;
import io.spendstream.producer.reading.ReadableApi;
import io.spendstream.producer.reading.UsageReaders;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spendstream usage apis}: whose responses can be read. */
@Command(name = "apis", description = "Lists the providers and APIs that can be read.", mixinStandardHelpOptions = true)
final class UsageApisCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        List<ReadableApi> apis = UsageReaders.all();
        requireNonNull(spec)
                .commandLine()
                .getOut()
                .println(AsciiTable.getTable(
                        AsciiTable.NO_BORDERS,
                        apis,
                        List.of(
                                left("provider").with(ReadableApi::provider),
                                left("api").with(ReadableApi::api),
                                left("stream").with(api -> api.format().wireName()),
                                left("conventions").maxWidth(80).with(ReadableApi::conventions))));
        return CommandLine.ExitCode.OK;
    }
}
