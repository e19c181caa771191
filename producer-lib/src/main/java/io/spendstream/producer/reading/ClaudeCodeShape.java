package io.spendstream.producer.reading;

import java.util.ArrayList;
import java.util.List;

/**
 * The result message of Claude Code: the sums over a session, by model. Its {@code iterations} are those of the last
 * call only and are not read. Only the sum over all models itemises cache writes by lifetime, so it is used where there
 * is one model.
 *
 * @see <a href="https://code.claude.com/docs/en/headless">Anthropic, claude-code</a>
 */
final class ClaudeCodeShape extends Shape {
    private static final Paths BY_MODEL = new Paths()
            .count(Count.INPUT, "inputTokens")
            .count(Count.CACHE_READ, "cacheReadInputTokens")
            .count(Count.CACHE_WRITE, "cacheCreationInputTokens")
            .count(Count.OUTPUT, "outputTokens")
            .count(Count.WEB_SEARCH, "webSearchRequests");

    private static final Paths PATHS = new Paths()
            .text(Text.TYPE, "type")
            .text(Text.ID, "uuid")
            .text(Text.COST, "total_cost_usd")
            .text(Text.TIER, "usage.service_tier")
            .count(Count.INPUT, "usage.input_tokens")
            .count(Count.CACHE_READ, "usage.cache_read_input_tokens")
            .count(Count.CACHE_WRITE, "usage.cache_creation_input_tokens")
            .count(Count.CACHE_WRITE_5M, "usage.cache_creation.ephemeral_5m_input_tokens")
            .count(Count.CACHE_WRITE_1H, "usage.cache_creation.ephemeral_1h_input_tokens")
            .count(Count.OUTPUT, "usage.output_tokens")
            .count(Count.WEB_SEARCH, "usage.server_tool_use.web_search_requests")
            .each(Series.ITERATIONS, "modelUsage", BY_MODEL);

    ClaudeCodeShape() {
        super(PATHS, Convention.CACHE_BESIDE);
    }

    @Override
    void element(Series series, Sighting element, Sighting event) {
        event.addPart(element.copy());
    }

    @Override
    boolean isLast(Sighting call, Sighting event) {
        return event.is(Text.TYPE, "result");
    }

    @Override
    void fold(Sighting call, Sighting event) {
        if (isLast(call, event) || !event.has(Text.TYPE)) {
            super.fold(call, event);
        }
    }

    @Override
    List<UsageLine> lines(Sighting call, Draft draft) {
        if (call.parts().size() < 2) {
            String model = call.parts().isEmpty() ? null : call.parts().get(0).text(Text.LABEL);
            return List.of(draft.line(model, tier(call, draft.request()), counts(call, draft)));
        }
        var lines = new ArrayList<UsageLine>();
        for (Sighting part : call.parts()) {
            lines.add(draft.line(part.text(Text.LABEL), tier(call, draft.request()), counts(part, draft)));
        }
        return lines;
    }
}
