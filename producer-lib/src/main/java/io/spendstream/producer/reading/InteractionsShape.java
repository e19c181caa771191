package io.spendstream.producer.reading;

/**
 * Gemini's Interactions: cached tokens are inside the input, tool results beside it, thoughts beside the output. The
 * last event has the finished interaction.
 *
 * @see <a href="https://ai.google.dev/api/interactions-api">Google, interactions</a>
 */
final class InteractionsShape extends Shape {
    private static final Paths MODALITY =
            new Paths().text(Text.LABEL, "modality").count(Count.TOKENS, "tokens");

    private static final Paths USAGE = new Paths()
            .count(Count.INPUT, "total_input_tokens")
            .count(Count.TOOL_INPUT, "total_tool_use_tokens")
            .count(Count.CACHE_READ, "total_cached_tokens")
            .count(Count.OUTPUT, "total_output_tokens")
            .count(Count.REASONING, "total_thought_tokens")
            .count(Count.TOTAL, "total_tokens")
            .text(Text.COST, GATEWAY_COST)
            .each(Series.INPUT_MODALITIES, "input_tokens_by_modality", MODALITY)
            .each(Series.TOOL_MODALITIES, "tool_use_tokens_by_modality", MODALITY)
            .each(Series.CACHE_MODALITIES, "cached_tokens_by_modality", MODALITY)
            .each(Series.OUTPUT_MODALITIES, "output_tokens_by_modality", MODALITY);

    private static final Paths INTERACTION = new Paths()
            .text(Text.ID, "id")
            .text(Text.MODEL, "model")
            .text(Text.STATUS, "status")
            .text(Text.TIER, "service_tier")
            .error("error")
            .usage("usage")
            .under("usage", USAGE);

    InteractionsShape() {
        super(new Paths().under("", INTERACTION).under("interaction", INTERACTION), Convention.REASONING_BESIDE);
    }

    @Override
    void element(Series series, Sighting element, Sighting event) {
        Modality.add(series, element, event);
    }

    @Override
    boolean isLast(Sighting call, Sighting event) {
        return event.hasCounts() && !event.is(Text.STATUS, "in_progress");
    }
}
