package io.spendstream.cli.usage;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.cli.Output;
import io.spendstream.producer.reading.ReadUsage;
import io.spendstream.producer.reading.UsageLine;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spendstream usage read}: the token counts of one response, as JSON. */
@Command(
        name = "read",
        description = "Prints the token counts of a response as JSON. The classes are disjoint; what was not"
                + " reported is absent.",
        footer = {
            "",
            "Examples:",
            "  spendstream usage read --provider openai --api chat response.json",
            "  spendstream usage read --provider anthropic --api messages --stream sse \\",
            "      response.txt"
        },
        mixinStandardHelpOptions = true)
final class UsageReadCommand implements Callable<Integer> {
    @Mixin
    private ResponseOptions responseOptions = new ResponseOptions();

    @Parameters(paramLabel = "FILE", description = "The response.")
    private @Nullable Path file;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ReadUsage read = responseOptions.read(requireNonNull(file));
        requireNonNull(spec).commandLine().getOut().println(Output.json(toJson(read)));
        return CommandLine.ExitCode.OK;
    }

    private static ObjectNode toJson(ReadUsage read) {
        ObjectNode node = Output.object();
        node.put("status", read.status().wireName());
        node.put("response_id", read.responseId());
        putLine(node, read.main());
        node.put(
                "provider_cost",
                read.providerCost() == null ? null : read.providerCost().toPlainString());
        ArrayNode flags = node.putArray("flags");
        read.flags().forEach(flag -> flags.add(flag.wireName()));
        ArrayNode further = node.putArray("further_lines");
        read.lines().stream().skip(1).forEach(line -> putLine(further.addObject(), line));
        return node;
    }

    private static void putLine(ObjectNode node, UsageLine line) {
        node.put("provider", line.call().provider());
        node.put("api", line.call().api());
        node.put("model", line.call().model());
        node.put("request_model", line.call().requestModel());
        node.put("service_tier", line.call().serviceTier());
        ObjectNode usage = node.putObject("usage");
        line.usage().forEach((usageClass, count) -> usage.put(usageClass.wireName(), count));
        if (!line.usage().isEmpty()) {
            node.put("prompt_tokens", line.usage().promptTokens());
            node.put("completion_tokens", line.usage().completionTokens());
        }
    }
}
