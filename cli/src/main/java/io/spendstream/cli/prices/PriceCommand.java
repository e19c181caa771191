package io.spendstream.cli.prices;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.cli.Output;
import io.spendstream.cli.TimeText;
import io.spendstream.cli.progress.Progress;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.UsageClass;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageStatus;
import io.spendstream.stream.pricing.PriceBook;
import io.spendstream.stream.pricing.PriceOrigin;
import io.spendstream.stream.pricing.Quote;
import io.spendstream.stream.pricing.QuoteLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code spendstream price}: what a call costs, as a receipt. Has one flag per usage class. */
public final class PriceCommand implements Callable<Integer> {
    private final BookOption bookOption = new BookOption();
    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

    private PriceCommand() {}

    /** Returns the command. */
    public static CommandLine create() {
        var command = new PriceCommand();
        CommandSpec spec = command.spec;
        spec.name("price").mixinStandardHelpOptions(true);
        spec.usageMessage()
                .description("Prices a call and shows the arithmetic; needs no broker, except for --in-force.")
                .footer(
                        "",
                        "Examples:",
                        "  spendstream price --provider openai --model gpt-4o --input 1200 --output 350",
                        "  spendstream price --provider anthropic --model claude-sonnet-4-5 \\",
                        "      --cache-read 90000 --output 600 --at 2026-03-01 --json");
        spec.addOption(text("--provider", "NAME", "The platform that bills the call.", true));
        spec.addOption(text("--model", "NAME", "The model, as the provider spells it.", true));
        spec.addOption(text("--request-model", "NAME", "The deployment or model asked for, if it differs.", false));
        spec.addOption(text("--team", "NAME", "Who pays (default: nobody in particular).", false));
        spec.addOption(text("--tier", "NAME", "The service tier served (default: standard).", false));
        spec.addOption(OptionSpec.builder("--at")
                .paramLabel("TIME")
                .type(Instant.class)
                .converters(new TimeText())
                .description("When the call was made: 2026-11-21 or RFC 3339 (default: now).")
                .build());
        spec.addMixin("book", CommandSpec.forAnnotatedObject(command.bookOption));
        for (UsageClass usageClass : UsageClass.all()) {
            spec.addOption(OptionSpec.builder(flagOf(usageClass))
                    .paramLabel("N")
                    .type(Long.class)
                    .description(
                            (usageClass.isTokens() ? "Tokens" : "Units") + " of class " + usageClass.wireName() + ".")
                    .build());
        }
        spec.addOption(OptionSpec.builder("--json")
                .type(boolean.class)
                .arity("0")
                .description("Print JSON.")
                .build());
        return new CommandLine(spec);
    }

    private static OptionSpec text(String name, String label, String description, boolean isRequired) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .required(isRequired)
                .description(description)
                .build();
    }

    private static String flagOf(UsageClass usageClass) {
        return "--" + usageClass.wireName().replace('_', '-');
    }

    @Override
    public Integer call() throws IOException {
        CommandLine.ParseResult parsed = spec.commandLine().getParseResult();
        UsageCounts counts = counts(parsed);
        PriceBook book = bookOption.open(Progress.on(spec.commandLine().getErr()));
        var call = new ModelCall(
                parsed.matchedOptionValue("--provider", ""),
                parsed.matchedOptionValue("--model", ""),
                parsed.matchedOptionValue("--request-model", null),
                null,
                parsed.matchedOptionValue("--tier", null));
        @Nullable Instant at = parsed.matchedOptionValue("--at", null);
        Instant time = at == null ? Instant.now() : at;
        Quote quote = book.quote(call, parsed.matchedOptionValue("--team", null), counts, UsageStatus.FINAL, time);
        PrintWriter out = spec.commandLine().getOut();
        if (parsed.hasMatchedOption("--json")) {
            out.println(Output.json(toJson(call, time, quote)));
        } else {
            Receipt.print(out, call, time, quote);
        }
        return CommandLine.ExitCode.OK;
    }

    private static UsageCounts counts(CommandLine.ParseResult parsed) {
        var counts = UsageCounts.builder();
        boolean isEmpty = true;
        for (UsageClass usageClass : UsageClass.all()) {
            @Nullable Long count = parsed.matchedOptionValue(flagOf(usageClass), null);
            if (count == null) {
                continue;
            }
            if (count < 0) {
                throw new IllegalArgumentException("%s must not be negative: %d".formatted(flagOf(usageClass), count));
            }
            counts.set(usageClass, count);
            isEmpty = false;
        }
        if (isEmpty) {
            throw new IllegalArgumentException("give at least one count, such as --input 1200");
        }
        return counts.build();
    }

    private static ObjectNode toJson(ModelCall call, Instant time, Quote quote) {
        ObjectNode node = Output.object();
        @Nullable Money cost = quote.pricing().cost();
        node.put("provider", call.provider());
        node.put("model", call.model());
        node.put("at", time.toString());
        node.put("status", quote.pricing().status().wireName());
        node.put("cost_exact", cost == null ? null : cost.toString());
        node.put("cost", cost == null ? null : cost.rounded(6).toPlainString());
        node.put("price_id", quote.pricing().priceId());
        node.put("priced_model", quote.pricing().pricedModel());
        node.put("match", quote.pricing().match());
        node.put("tier", quote.tier());
        node.put("rule", quote.rule());
        node.put("book_version", quote.pricing().bookVersion());
        node.put("reason", quote.reason());
        @Nullable PriceOrigin origin = quote.origin();
        if (origin != null) {
            node.set("entry", Receipt.originJson(origin));
        }
        ArrayNode lines = node.putArray("lines");
        for (QuoteLine line : quote.lines()) {
            lines.add(Receipt.lineJson(line));
        }
        return node;
    }
}
