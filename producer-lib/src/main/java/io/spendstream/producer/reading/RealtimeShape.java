package io.spendstream.producer.reading;

/**
 * The {@code response.done} events of OpenAI's Realtime API and of xAI's, which has the usage beside an empty one in the
 * response. Everything is split by modality, and so is what was read from the cache.
 *
 * <p>A session has many responses and each is a call of its own: read its event, or fold its events only. The model's
 * name is in the events of the session.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/realtime-server-events/response/done">OpenAI, realtime</a>
 * @see <a href="https://learn.microsoft.com/en-us/azure/ai-foundry/openai/realtime-audio-reference">Azure, realtime</a>
 * @see <a href="https://docs.x.ai/docs/guides/voice">xAI, realtime</a>
 */
final class RealtimeShape extends Shape {
    private static final Paths INPUT = new Paths()
            .count(Count.CACHE_READ, "cached_tokens")
            .count(Count.AUDIO_INPUT, "audio_tokens")
            .count(Count.IMAGE_INPUT, "image_tokens")
            .count(Count.CACHED_AUDIO, "cached_tokens_details.audio_tokens")
            .count(Count.CACHED_IMAGE, "cached_tokens_details.image_tokens");

    private static final Paths OUTPUT =
            new Paths().count(Count.AUDIO_OUTPUT, "audio_tokens").count(Count.REASONING, "reasoning_tokens");

    private static final Paths USAGE = new Paths()
            .count(Count.INPUT, "input_tokens")
            .under("input_token_details", INPUT)
            .under("input_tokens_details", INPUT)
            .count(Count.OUTPUT, "output_tokens")
            .under("output_token_details", OUTPUT)
            .under("output_tokens_details", OUTPUT)
            .count(Count.TOTAL, "total_tokens")
            .count(Count.AUDIO_SECOND, "billable_audio_seconds")
            .count(Count.COST_TICKS, "cost_in_usd_ticks");

    private static final Paths PATHS = new Paths()
            .text(Text.TYPE, "type")
            .text(Text.ID, "response_id", "response.id")
            .text(Text.MODEL, "session.model", "response.model")
            .text(Text.TIER, "response.service_tier")
            .error("error")
            .usage("usage", "response.usage")
            .under("usage", USAGE)
            .under("response.usage", USAGE);

    private static final String DONE = "response.done";

    RealtimeShape() {
        super(PATHS, Convention.ALL_INSIDE);
    }

    @Override
    void fold(Sighting call, Sighting event) {
        call.takeLast(Text.MODEL, event);
        if (!isLast(call, event)) {
            return;
        }
        String id = call.text(Text.ID);
        if (id != null && !event.is(Text.ID, id)) {
            call.mark(ReadFlag.SEVERAL_RESPONSES);
        }
        call.takeLast(Text.ID, event);
        call.takeLast(Text.TIER, event);
        if (event.hasCounts()) {
            call.replaceCounts(event);
        }
        call.markEnded();
    }

    @Override
    boolean isLast(Sighting call, Sighting event) {
        return event.is(Text.TYPE, DONE);
    }
}
