package io.spendstream.producer.reading;

import io.spendstream.contract.UsageCounts;

/**
 * The messages of Gemini's Live API. A turn is a call: read its message with usage, or fold the messages of one turn.
 * The total does not contain thoughts. The model is the one asked for when the session was set up.
 *
 * @see <a href="https://ai.google.dev/api/live">Google, live</a>
 */
final class GeminiLiveShape extends GeminiShape {
    @Override
    void fold(Sighting call, Sighting event) {
        call.takeLast(Text.STATUS, event);
        super.fold(call, event);
    }

    @Override
    boolean isLast(Sighting call, Sighting event) {
        return call.hasUsageObject() && call.is(Text.STATUS, "true");
    }

    @Override
    void checkTotal(Sighting call, UsageCounts usage, Draft draft) {
        if (usage.promptTokens() + usage.completionTokens() - call.get(Count.REASONING) != call.get(Count.TOTAL)) {
            super.checkTotal(call, usage, draft);
        }
    }
}
