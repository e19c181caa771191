package io.spendstream.producer.reading;

/**
 * Cohere's chat, embed and rerank, versions 1 and 2. What is billed stands under {@code billed_units}; what was
 * processed, and how much of that was cached, stands beside it and is not billed. The model is the one asked for.
 *
 * @see <a href="https://docs.cohere.com/reference/chat">Cohere, v2 chat</a>
 * @see <a href="https://docs.cohere.com/reference/embed">Cohere, v2 embed</a>
 * @see <a href="https://docs.cohere.com/reference/rerank">Cohere, v2 rerank</a>
 */
final class CohereShape extends Shape {
    private static final Paths BILLED = new Paths()
            .count(Count.INPUT, "billed_units.input_tokens")
            .count(Count.OUTPUT, "billed_units.output_tokens")
            .count(Count.SEARCH_UNIT, "billed_units.search_units");

    private static final Paths PATHS = new Paths()
            .text(Text.ID, "id", "response_id", "response.response_id")
            .error("error")
            .usage("usage", "delta.usage", "meta", "response.meta")
            .under("usage", BILLED)
            .under("delta.usage", BILLED)
            .under("meta", BILLED)
            .under("response.meta", BILLED);

    CohereShape() {
        super(PATHS, Convention.ALL_INSIDE);
    }

    @Override
    boolean isLast(Sighting call, Sighting event) {
        return event.hasCounts();
    }
}
