package io.spendstream.producer.reading;

/**
 * Embeddings and rerankings that report nothing but a total, all of it input: Voyage and Jina.
 *
 * @see <a href="https://docs.voyageai.com/reference/embeddings-api">Voyage, embeddings</a>
 * @see <a href="https://docs.voyageai.com/reference/reranker-api">Voyage, rerank</a>
 */
final class VectorShape extends Shape {
    private static final Paths PATHS = new Paths()
            .text(Text.ID, "id")
            .text(Text.MODEL, "model")
            .error("error")
            .usage("usage")
            .count(Count.INPUT, "usage.total_tokens");

    VectorShape() {
        super(PATHS, Convention.ALL_INSIDE);
    }

    @Override
    boolean isLast(Sighting call, Sighting event) {
        return event.hasCounts();
    }
}
