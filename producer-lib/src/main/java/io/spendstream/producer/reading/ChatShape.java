package io.spendstream.producer.reading;

/**
 * Chat completions of OpenAI and of the many servers that took over their shape; completions and embeddings are the
 * same with fewer fields.
 *
 * <p>A stream reports usage in one last chunk without choices, and only if it was asked to; some servers report it in
 * every chunk, cumulatively. So the last one reported counts, and it is final once every choice that was begun is
 * finished. With several choices the prompt is counted once and the completion is the sum over all.
 */
class ChatShape extends Shape {
    private static final Paths USAGE = new Paths()
            .count(Count.INPUT, "prompt_tokens")
            .count(Count.CACHE_READ, "prompt_tokens_details.cached_tokens")
            .count(Count.CACHE_WRITE, "prompt_tokens_details.cache_write_tokens")
            .count(Count.AUDIO_INPUT, "prompt_tokens_details.audio_tokens")
            .count(Count.IMAGE_INPUT, "prompt_tokens_details.image_tokens")
            .count(Count.VIDEO_INPUT, "prompt_tokens_details.video_tokens")
            .count(Count.OUTPUT, "completion_tokens")
            .count(Count.REASONING, "completion_tokens_details.reasoning_tokens")
            .count(Count.AUDIO_OUTPUT, "completion_tokens_details.audio_tokens")
            .count(Count.IMAGE_OUTPUT, "completion_tokens_details.image_tokens")
            .count(Count.TOTAL, "total_tokens")
            .text(Text.COST, GATEWAY_COST);

    private static final Paths CHOICE = new Paths().count(Count.INDEX, "index").text(Text.FINISH, "finish_reason");

    /** Creates the rules of a server whose numbers mean what {@code convention} says. */
    ChatShape(Convention convention) {
        this(convention, new Paths());
    }

    /** Creates the rules of a server that reports what stands at {@code more} inside its usage as well. */
    ChatShape(Convention convention, Paths more) {
        super(paths(more), convention);
    }

    private static Paths paths(Paths more) {
        return new Paths()
                .text(Text.ID, "id")
                .text(Text.MODEL, "model", "model_id")
                .text(Text.TIER, "service_tier")
                .error("error")
                .each(Series.CHOICES, "choices", CHOICE)
                .usage("usage", "x_groq.usage")
                .under("usage", USAGE)
                .under("usage", more)
                .under("x_groq.usage", USAGE);
    }

    @Override
    void element(Series series, Sighting element, Sighting event) {
        if (series == Series.CHOICES) {
            event.beginChoice(element.get(Count.INDEX), element.has(Text.FINISH));
        }
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
}
