package io.spendstream.producer.reading;

import io.spendstream.contract.UsageCounts;

/**
 * OpenAI's speech: text in, audio out. Only the last event of a stream has usage; a body is the audio itself.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/audio/createSpeech">OpenAI, audio.speech</a>
 */
final class SpeechShape extends Shape {
    private static final Paths PATHS = new Paths()
            .error("error")
            .usage("usage")
            .count(Count.INPUT, "usage.input_tokens")
            .count(Count.OUTPUT, "usage.output_tokens")
            .count(Count.TOTAL, "usage.total_tokens");

    SpeechShape() {
        super(PATHS, Convention.ALL_INSIDE);
    }

    @Override
    boolean isLast(Sighting call, Sighting event) {
        return event.hasCounts();
    }

    @Override
    UsageCounts counts(Sighting reported, Draft draft) {
        Sighting itemised = reported.copyOfCounts();
        if (reported.has(Count.OUTPUT)) {
            itemised.set(Count.AUDIO_OUTPUT, reported.get(Count.OUTPUT));
        }
        return super.counts(itemised, draft);
    }
}
