package io.spendstream.producer.reading;

/**
 * Ollama's own chat, generate and embed. Counts are on the line that is done. A count that is zero is left out, and older
 * versions leave the prompt's out when it was cached: an absent count is unknown, not zero.
 *
 * @see <a href="https://docs.ollama.com/api/usage">Ollama, api/chat and api/embed</a>
 */
final class OllamaShape extends Shape {
    private static final Paths PATHS = new Paths()
            .text(Text.MODEL, "model")
            .text(Text.STATUS, "done")
            .error("error")
            .count(Count.INPUT, "prompt_eval_count")
            .count(Count.CACHE_READ, "prompt_eval_cached_count")
            .count(Count.OUTPUT, "eval_count");

    private final boolean answers;

    /** Creates the rules of an API that {@code answers} with tokens, as opposed to vectors. */
    OllamaShape(boolean answers) {
        super(PATHS, Convention.ALL_INSIDE);
        this.answers = answers;
    }

    @Override
    boolean isLast(Sighting call, Sighting event) {
        return event.is(Text.STATUS, "true");
    }

    @Override
    boolean isPartial(Sighting call) {
        return !call.has(Count.INPUT) || (answers && !call.has(Count.OUTPUT));
    }
}
