package io.spendstream.producer.reading;

/**
 * Transcription and speech: billed by tokens, by seconds of audio or by both. The last event of a stream is the one
 * that has usage.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/audio/createTranscription">OpenAI, audio.transcriptions</a>
 * @see <a href="https://learn.microsoft.com/en-us/azure/ai-foundry/openai/reference">Azure, audio.transcriptions</a>
 * @see <a href="https://docs.mistral.ai/api/endpoint/audio/transcriptions">Mistral, audio.transcriptions</a>
 */
final class AudioShape extends Shape {
    private static final Paths DETAILS = new Paths().count(Count.AUDIO_INPUT, "audio_tokens");

    /** Usage as OpenAI reports it: of type tokens, or of type duration. */
    static final Paths OPENAI = new Paths()
            .count(Count.INPUT, "input_tokens")
            .under("input_token_details", DETAILS)
            .under("input_tokens_details", DETAILS)
            .count(Count.OUTPUT, "output_tokens")
            .count(Count.TOTAL, "total_tokens")
            .count(Count.AUDIO_SECOND, "seconds");

    /** Usage as Mistral reports it: the prompt's tokens are its text, and the audio is billed by the second. */
    static final Paths MISTRAL = new Paths()
            .count(Count.INPUT, "prompt_tokens")
            .count(Count.OUTPUT, "completion_tokens")
            .count(Count.TOTAL, "total_tokens")
            .count(Count.AUDIO_SECOND, "prompt_audio_seconds");

    AudioShape(Paths usage) {
        super(
                new Paths()
                        .text(Text.MODEL, "model")
                        .text(Text.ID, "id")
                        .error("error")
                        .usage("usage")
                        .under("usage", usage),
                Convention.ALL_INSIDE);
    }

    @Override
    boolean isLast(Sighting call, Sighting event) {
        return event.hasCounts();
    }
}
