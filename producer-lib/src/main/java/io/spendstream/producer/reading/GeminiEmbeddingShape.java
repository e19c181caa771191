package io.spendstream.producer.reading;

/**
 * Gemini's embeddings: the prompt's tokens, by modality. Older ones report nothing.
 *
 * @see <a href="https://ai.google.dev/api/embeddings">Google, embedContent</a>
 */
final class GeminiEmbeddingShape extends Shape {
    private static final Paths MODALITY =
            new Paths().text(Text.LABEL, "modality").count(Count.TOKENS, "tokenCount");

    private static final Paths PATHS = new Paths()
            .error("error")
            .usage("usageMetadata")
            .count(Count.INPUT, "usageMetadata.promptTokenCount")
            .each(Series.INPUT_MODALITIES, "usageMetadata.promptTokenDetails", MODALITY)
            .each(Series.INPUT_MODALITIES, "usageMetadata.promptTokensDetails", MODALITY);

    GeminiEmbeddingShape() {
        super(PATHS, Convention.ALL_INSIDE);
    }

    @Override
    void element(Series series, Sighting element, Sighting event) {
        Modality.add(series, element, event);
    }

    @Override
    boolean isLast(Sighting call, Sighting event) {
        return event.hasCounts();
    }
}
