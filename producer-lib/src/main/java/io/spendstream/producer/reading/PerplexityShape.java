package io.spendstream.producer.reading;

import io.spendstream.contract.UsageCounts;

/**
 * Perplexity's chat completions: the shape of OpenAI's, with reasoning and citations beside the tokens that make up the
 * total. Citations are billed at the price of input. Usage is in every chunk, cumulatively.
 *
 * @see <a href="https://docs.perplexity.ai/api-reference/chat-completions-post">Perplexity, chat</a>
 */
final class PerplexityShape extends ChatShape {
    private static final Paths MORE = new Paths()
            .count(Count.REASONING, "reasoning_tokens")
            .count(Count.CITATION_INPUT, "citation_tokens")
            .count(Count.WEB_SEARCH, "num_search_queries")
            .text(Text.COST, "cost.total_cost");

    PerplexityShape() {
        super(Convention.REASONING_BESIDE, MORE);
    }

    @Override
    void checkTotal(Sighting call, UsageCounts usage, Draft draft) {
        if (call.get(Count.INPUT) + call.get(Count.OUTPUT) != call.get(Count.TOTAL)) {
            draft.flag(ReadFlag.TOTAL_MISMATCH);
        }
    }
}
