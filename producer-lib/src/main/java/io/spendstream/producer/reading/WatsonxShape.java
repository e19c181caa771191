package io.spendstream.producer.reading;

/**
 * Text generation and embeddings of watsonx.ai. In a stream the generated tokens are cumulative and the input's stand in
 * the first chunk only.
 *
 * @see <a href="https://cloud.ibm.com/apidocs/watsonx-ai#text-generation">watsonx, text/generation</a>
 * @see <a href="https://cloud.ibm.com/apidocs/watsonx-ai#text-embeddings">watsonx, text/embeddings</a>
 */
final class WatsonxShape extends Shape {
    private static final Paths RESULT = new Paths()
            .count(Count.INPUT, "input_token_count")
            .count(Count.OUTPUT, "generated_token_count")
            .text(Text.FINISH, "stop_reason");

    private static final Paths PATHS = new Paths()
            .text(Text.MODEL, "model_id")
            .error("errors")
            .count(Count.INPUT, "input_token_count")
            .each(Series.RESULTS, "results", RESULT);

    WatsonxShape() {
        super(PATHS, Convention.ALL_INSIDE);
    }

    @Override
    void element(Series series, Sighting element, Sighting event) {
        addIfSeen(Count.INPUT, element, event);
        addIfSeen(Count.OUTPUT, element, event);
        event.takeLast(Text.FINISH, element);
    }

    private static void addIfSeen(Count count, Sighting element, Sighting event) {
        if (element.has(count)) {
            event.add(count, element.get(count));
        }
    }

    @Override
    void fold(Sighting call, Sighting event) {
        foldTexts(call, event);
        setAtLeastIfSeen(Count.INPUT, event, call);
        setAtLeastIfSeen(Count.OUTPUT, event, call);
        if (isLast(call, event)) {
            call.markEnded();
        }
    }

    private static void setAtLeastIfSeen(Count count, Sighting event, Sighting call) {
        if (event.has(count)) {
            call.setAtLeast(count, event.get(count));
        }
    }

    @Override
    boolean isLast(Sighting call, Sighting event) {
        return call.hasCounts() && event.has(Text.FINISH) && !event.is(Text.FINISH, "not_finished");
    }
}
