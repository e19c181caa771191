package io.spendstream.producer.reading;

import io.spendstream.contract.UsageCounts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic's Messages.
 *
 * <p>The cache is beside the input, writes are priced by lifetime, reasoning is inside the output. In a stream {@code
 * message_start} says a first word and {@code message_delta} the last, cumulatively: it replaces the first field by
 * field, and fields it lacks keep their first value. That way the split of cache writes by lifetime, which only the
 * first word has, may be smaller than the last word's sum; what is not itemised is counted as five-minute writes.
 *
 * <p>{@code usage.iterations} itemises the runs of a call: compaction is not in the top-level counts, an advisor ran on
 * another model, and a fallback model may have taken over from one that declined. Each model gets its line. An attempt
 * that was declined before any output is not billed and has none.
 *
 * @see <a href="https://platform.claude.com/docs/en/api/messages">Anthropic, messages</a>
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/bedrock-mantle.html">Bedrock, mantle messages</a>
 * @see <a href="https://openrouter.ai/docs/use-cases/usage-accounting">OpenRouter, messages</a>
 */
class MessagesShape extends Shape {
    private static final Paths RUN = new Paths()
            .count(Count.INPUT, "input_tokens")
            .count(Count.CACHE_READ, "cache_read_input_tokens")
            .count(Count.CACHE_WRITE, "cache_creation_input_tokens")
            .count(Count.CACHE_WRITE_5M, "cache_creation.ephemeral_5m_input_tokens")
            .count(Count.CACHE_WRITE_1H, "cache_creation.ephemeral_1h_input_tokens")
            .count(Count.OUTPUT, "output_tokens")
            .count(Count.REASONING, "output_tokens_details.thinking_tokens")
            .text(Text.TYPE, "type")
            .text(Text.MODEL, "model");

    private static final Paths USAGE = new Paths()
            .under("", RUN)
            .text(Text.TIER, "service_tier")
            .text(Text.SPEED, "speed")
            .text(Text.REGION, "inference_geo")
            .text(Text.COST, "cost", GATEWAY_COST)
            .count(Count.WEB_SEARCH, "server_tool_use.web_search_requests")
            .each(Series.ITERATIONS, "iterations", RUN);

    private static final Paths MESSAGE = new Paths()
            .text(Text.ID, "id")
            .text(Text.MODEL, "model")
            .text(Text.FINISH, "stop_reason")
            .usage("usage")
            .under("usage", USAGE);

    /** The paths of a Messages body and of the events of its stream. */
    static final Paths PATHS = new Paths()
            .under("", MESSAGE)
            .under("message", MESSAGE)
            .text(Text.TYPE, "type")
            .text(Text.FINISH, "delta.stop_reason")
            .error("error");

    private static final String START = "message_start";
    private static final String DELTA = "message_delta";
    private static final String STOP = "message_stop";

    MessagesShape() {
        this(PATHS);
    }

    /** Creates rules for messages that stand where {@code paths} says. */
    MessagesShape(Paths paths) {
        super(paths, Convention.CACHE_BESIDE);
    }

    @Override
    void element(Series series, Sighting element, Sighting event) {
        if (series == Series.ITERATIONS) {
            event.addPart(element.copy());
        }
    }

    @Override
    void fold(Sighting call, Sighting event) {
        foldTexts(call, event);
        call.takeLast(Text.SPEED, event);
        call.takeLast(Text.REGION, event);
        boolean repeated = event.is(Text.TYPE, START) && call.is(Text.TYPE, DELTA);
        if (!repeated) {
            call.mergeCounts(event);
        }
        if (event.is(Text.TYPE, DELTA)) {
            call.set(Text.TYPE, DELTA);
        }
        if (isLast(call, event)) {
            call.markEnded();
        }
    }

    @Override
    boolean isLast(Sighting call, Sighting event) {
        return event.is(Text.TYPE, STOP) || (event.is(Text.TYPE, DELTA) && event.has(Text.FINISH));
    }

    @Override
    @Nullable
    String tier(Sighting call, ReadRequest request) {
        return call.is(Text.SPEED, "fast") ? "fast" : super.tier(call, request);
    }

    @Override
    List<UsageLine> lines(Sighting call, Draft draft) {
        if (call.is(Text.REGION, "us")) {
            draft.flag(ReadFlag.US_INFERENCE);
        }
        if (call.is(Text.FINISH, "refusal") && call.get(Count.OUTPUT) == 0) {
            draft.flag(ReadFlag.REFUSED);
        }
        if (call.parts().isEmpty()) {
            return super.lines(call, draft);
        }
        return linesByModel(call, draft);
    }

    private List<UsageLine> linesByModel(Sighting call, Draft draft) {
        String served = servedModel(call);
        var main = new Sighting();
        var others = new ArrayList<UsageLine>();
        for (Sighting run : call.parts()) {
            String model = run.text(Text.MODEL);
            if (model == null || model.equals(served)) {
                main.addCounts(run);
            } else if (run.is(Text.TYPE, "advisor_message") || run.get(Count.OUTPUT) > 0) {
                others.add(draft.line(model, tier(call, draft.request()), counts(run, draft)));
            }
        }
        keepTopLevel(Count.REASONING, call, main);
        keepTopLevel(Count.WEB_SEARCH, call, main);
        var lines = new ArrayList<UsageLine>(1 + others.size());
        UsageCounts usage = counts(main, draft);
        lines.add(draft.line(served, tier(call, draft.request()), usage));
        lines.addAll(others);
        return lines;
    }

    /** Returns the model that answered: a fallback that took over, else the one the message names. */
    private static @Nullable String servedModel(Sighting call) {
        String served = call.text(Text.MODEL);
        for (Sighting run : call.parts()) {
            if (run.is(Text.TYPE, "fallback_message") && run.has(Text.MODEL)) {
                served = run.text(Text.MODEL);
            }
        }
        return served;
    }

    private static void keepTopLevel(Count count, Sighting call, Sighting main) {
        if (call.has(count) && !main.has(count)) {
            main.set(count, call.get(count));
        }
    }
}
