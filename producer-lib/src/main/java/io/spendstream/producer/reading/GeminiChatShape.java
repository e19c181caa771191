package io.spendstream.producer.reading;

import io.spendstream.contract.UsageCounts;

/**
 * Gemini's endpoint in the shape of OpenAI's chat completions. Thinking is billed but stands in no field: it is what the
 * total has beyond prompt and completion.
 *
 * @see <a href="https://ai.google.dev/gemini-api/docs/openai">Google, chat</a>
 */
final class GeminiChatShape extends ChatShape {
    GeminiChatShape() {
        super(Convention.REASONING_BESIDE);
    }

    @Override
    UsageCounts counts(Sighting reported, Draft draft) {
        long visible = reported.get(Count.INPUT) + reported.get(Count.OUTPUT);
        boolean derivable = reported.has(Count.TOTAL)
                && reported.has(Count.OUTPUT)
                && !reported.has(Count.REASONING)
                && reported.get(Count.TOTAL) >= visible;
        if (!derivable) {
            return super.counts(reported, draft);
        }
        Sighting itemised = reported.copyOfCounts();
        itemised.set(Count.REASONING, reported.get(Count.TOTAL) - visible);
        return super.counts(itemised, draft);
    }
}
