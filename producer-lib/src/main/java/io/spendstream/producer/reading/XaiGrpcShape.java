package io.spendstream.producer.reading;

import io.spendstream.contract.UsageCounts;
import org.jspecify.annotations.Nullable;

/**
 * The messages of xAI's gRPC API in their JSON form. Reasoning is beside the completion; every chunk has usage and the
 * exact cost so far, cumulatively, so that even a cancelled stream is priced. A count that is zero is left out.
 *
 * @see <a href="https://docs.x.ai/developers/cost-tracking">xAI, grpc</a>
 */
final class XaiGrpcShape extends Shape {
    private static final Paths USAGE = new Paths()
            .count(Count.INPUT, "prompt_tokens", "promptTokens")
            .count(Count.IMAGE_INPUT, "prompt_image_tokens", "promptImageTokens")
            .count(Count.CACHE_READ, "cached_prompt_text_tokens", "cachedPromptTextTokens")
            .count(Count.OUTPUT, "completion_tokens", "completionTokens")
            .count(Count.REASONING, "reasoning_tokens", "reasoningTokens")
            .count(Count.TOTAL, "total_tokens", "totalTokens")
            .count(Count.COST_TICKS, "cost_in_usd_ticks", "costInUsdTicks")
            .each(Series.TOOLS, "server_side_tools_used", Paths.elements(Text.LABEL))
            .each(Series.TOOLS, "serverSideToolsUsed", Paths.elements(Text.LABEL));

    private static final Paths OUTPUT =
            new Paths().count(Count.INDEX, "index").text(Text.FINISH, "finish_reason", "finishReason");

    private static final Paths PATHS = new Paths()
            .text(Text.ID, "id")
            .text(Text.MODEL, "model")
            .text(Text.TIER, "service_tier", "serviceTier")
            .each(Series.CHOICES, "outputs", OUTPUT)
            .usage("usage")
            .under("usage", USAGE);

    XaiGrpcShape() {
        super(PATHS, Convention.REASONING_BESIDE);
    }

    @Override
    void element(Series series, Sighting element, Sighting event) {
        if (series == Series.CHOICES) {
            event.beginChoice(element.get(Count.INDEX), isFinished(element.text(Text.FINISH)));
        } else if (series == Series.TOOLS && isWebSearch(element)) {
            event.add(Count.WEB_SEARCH, 1);
        }
    }

    private static boolean isFinished(@Nullable String reason) {
        return reason != null && !reason.equals("REASON_INVALID") && !reason.equals("0");
    }

    private static boolean isWebSearch(Sighting tool) {
        return tool.is(Text.LABEL, "SERVER_SIDE_TOOL_WEB_SEARCH") || tool.is(Text.LABEL, "1");
    }

    @Override
    void fold(Sighting call, Sighting event) {
        call.mergeChoices(event);
        super.fold(call, event);
    }

    @Override
    boolean isLast(Sighting call, Sighting event) {
        return call.hasCounts() && call.allChoicesFinished();
    }

    @Override
    UsageCounts counts(Sighting reported, Draft draft) {
        Sighting complete = reported.copyOfCounts();
        complete.add(Count.INPUT, 0);
        complete.add(Count.OUTPUT, 0);
        return super.counts(complete, draft);
    }
}
