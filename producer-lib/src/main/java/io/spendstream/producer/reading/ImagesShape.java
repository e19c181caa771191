package io.spendstream.producer.reading;

import io.spendstream.contract.UsageCounts;

/**
 * OpenAI's Images: what comes out is image tokens unless it is itemised as text. The model is the one asked for.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/images/create">OpenAI, images</a>
 * @see <a href="https://learn.microsoft.com/en-us/azure/ai-foundry/openai/how-to/dall-e">Azure, images</a>
 */
final class ImagesShape extends Shape {
    private static final Paths USAGE = new Paths()
            .count(Count.INPUT, "input_tokens")
            .count(Count.CACHE_READ, "input_tokens_details.cached_tokens")
            .count(Count.IMAGE_INPUT, "input_tokens_details.image_tokens")
            .count(Count.CACHED_IMAGE, "input_tokens_details.cached_tokens_details.image_tokens")
            .count(Count.OUTPUT, "output_tokens")
            .count(Count.IMAGE_OUTPUT, "output_tokens_details.image_tokens")
            .count(Count.TEXT_OUTPUT, "output_tokens_details.text_tokens")
            .count(Count.TOTAL, "total_tokens");

    private static final Paths PATHS = new Paths()
            .text(Text.MODEL, "model")
            .text(Text.TIER, "service_tier")
            .error("error")
            .usage("usage")
            .under("usage", USAGE);

    ImagesShape() {
        super(PATHS, Convention.ALL_INSIDE);
    }

    @Override
    boolean isLast(Sighting call, Sighting event) {
        return event.hasCounts();
    }

    @Override
    UsageCounts counts(Sighting reported, Draft draft) {
        if (!reported.has(Count.OUTPUT) || reported.has(Count.IMAGE_OUTPUT)) {
            return super.counts(reported, draft);
        }
        Sighting itemised = reported.copyOfCounts();
        long text = draft.atMost(reported.get(Count.OUTPUT), reported.get(Count.TEXT_OUTPUT));
        itemised.set(Count.IMAGE_OUTPUT, reported.get(Count.OUTPUT) - text);
        return super.counts(itemised, draft);
    }
}
