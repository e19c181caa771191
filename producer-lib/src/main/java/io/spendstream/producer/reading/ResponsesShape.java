package io.spendstream.producer.reading;

import io.spendstream.contract.UsageCounts;
import java.util.Set;

/**
 * OpenAI's Responses and those who took over their shape.
 *
 * <p>Usage is null until the response is done, however it ends; a failed response may have none. In a background
 * response each poll repeats the final usage under the same id. Web searches are not in the usage: they are the items
 * of the output that searched, as opposed to those that opened a page found before.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses/object">OpenAI, responses</a>
 * @see <a href="https://learn.microsoft.com/en-us/azure/ai-foundry/openai/how-to/responses">Azure, responses</a>
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/bedrock-mantle.html">Bedrock, mantle responses</a>
 * @see <a href="https://docs.x.ai/docs/api-reference#create-new-response">xAI, responses</a>
 * @see <a href="https://openrouter.ai/docs/use-cases/usage-accounting">OpenRouter, responses</a>
 * @see <a href="https://api-docs.deepseek.com">DeepSeek, responses</a>
 * @see <a href="https://lmstudio.ai/docs/developer/openai-compat/responses">LM Studio, responses</a>
 */
final class ResponsesShape extends Shape {
    private static final Set<String> UNFINISHED = Set.of("queued", "in_progress");

    private static final Paths USAGE = new Paths()
            .count(Count.INPUT, "input_tokens")
            .count(Count.CACHE_READ, "input_tokens_details.cached_tokens")
            .count(Count.CACHE_WRITE, "input_tokens_details.cache_write_tokens")
            .count(Count.AUDIO_INPUT, "input_tokens_details.audio_tokens")
            .count(Count.IMAGE_INPUT, "input_tokens_details.image_tokens")
            .count(Count.OUTPUT, "output_tokens")
            .count(Count.REASONING, "output_tokens_details.reasoning_tokens")
            .count(Count.TOTAL, "total_tokens")
            .text(Text.COST, GATEWAY_COST);

    private static final Paths ITEM =
            new Paths().text(Text.TYPE, "type").text(Text.LABEL, "action.type").text(Text.STATUS, "status");

    /** Creates the rules of a server whose numbers mean what {@code convention} says. */
    ResponsesShape(Convention convention) {
        this(convention, new Paths());
    }

    /** Creates the rules of a server that reports what stands at {@code more} inside its usage as well. */
    ResponsesShape(Convention convention, Paths more) {
        super(paths(more), convention);
    }

    private static Paths paths(Paths more) {
        Paths response = new Paths()
                .text(Text.ID, "id")
                .text(Text.MODEL, "model")
                .text(Text.STATUS, "status")
                .text(Text.TIER, "service_tier")
                .error("error")
                .each(Series.OUTPUT_ITEMS, "output", ITEM)
                .usage("usage")
                .under("usage", USAGE)
                .under("usage", more);
        return new Paths().under("", response).under("response", response);
    }

    @Override
    void element(Series series, Sighting element, Sighting event) {
        boolean searched = element.is(Text.TYPE, "web_search_call")
                && (!element.has(Text.LABEL) || element.is(Text.LABEL, "search"))
                && !element.is(Text.STATUS, "failed");
        if (searched) {
            event.setSearches(event.searches() + 1);
        }
    }

    @Override
    void fold(Sighting call, Sighting event) {
        super.fold(call, event);
        if (event.hasCounts()) {
            call.setSearches(event.searches());
        }
    }

    @Override
    boolean isLast(Sighting call, Sighting event) {
        String status = event.text(Text.STATUS);
        return event.hasCounts() && (status == null || !UNFINISHED.contains(status));
    }

    @Override
    UsageCounts counts(Sighting reported, Draft draft) {
        if (reported.has(Count.WEB_SEARCH) || reported.searches() == 0) {
            return super.counts(reported, draft);
        }
        Sighting searched = reported.copyOfCounts();
        searched.set(Count.WEB_SEARCH, reported.searches());
        return super.counts(searched, draft);
    }
}
