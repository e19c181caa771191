package io.spendstream.producer.reading;

import io.spendstream.contract.UsageCounts;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bedrock's Converse and ConverseStream.
 *
 * <p>The cache is beside the input, each cache count stands there under two names, and the lifetimes of writes are a
 * list. The GPT models break this: their input contains the cache, and their total contains it a second time. A stream
 * ends with a {@code metadata} event. Model and id are not in the body; the id is in the headers.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html">Bedrock, converse</a>
 */
final class ConverseShape extends Shape {
    private static final Pattern GPT = Pattern.compile("(^|[./:])openai\\.");

    private static final Paths LIFETIME = new Paths().text(Text.LABEL, "ttl").count(Count.TOKENS, "inputTokens");

    /** Usage as Converse reports it, and the Nova models wherever they are called. */
    static final Paths USAGE = new Paths()
            .count(Count.INPUT, "inputTokens")
            .count(Count.CACHE_READ, "cacheReadInputTokens", "cacheReadInputTokenCount")
            .count(Count.CACHE_WRITE, "cacheWriteInputTokens", "cacheWriteInputTokenCount")
            .each(Series.CACHE_LIFETIMES, "cacheDetails", LIFETIME)
            .count(Count.OUTPUT, "outputTokens")
            .count(Count.TOTAL, "totalTokens")
            .text(Text.COST, GATEWAY_COST);

    private static final Paths METADATA = new Paths()
            .text(Text.TIER, "serviceTier.type")
            .text(Text.MODEL, "trace.promptRouter.invokedModelId")
            .usage("usage")
            .under("usage", USAGE);

    ConverseShape() {
        super(
                new Paths()
                        .under("", METADATA)
                        .under("metadata", METADATA)
                        .under("payload", METADATA)
                        .under("payload.metadata", METADATA),
                Convention.CACHE_BESIDE);
    }

    /** Takes the cache writes of one lifetime. */
    static void addLifetime(Series series, Sighting element, Sighting event) {
        if (series == Series.CACHE_LIFETIMES) {
            Count lifetime = element.is(Text.LABEL, "1h") ? Count.CACHE_WRITE_1H : Count.CACHE_WRITE_5M;
            event.add(lifetime, element.get(Count.TOKENS));
        }
    }

    @Override
    void element(Series series, Sighting element, Sighting event) {
        addLifetime(series, element, event);
    }

    @Override
    boolean isLast(Sighting call, Sighting event) {
        return event.hasCounts();
    }

    @Override
    @Nullable
    String responseId(Sighting call, ReadRequest request) {
        return BedrockHeaders.requestId(request);
    }

    @Override
    UsageCounts counts(Sighting reported, Draft draft) {
        long cached = cached(reported);
        if (!isGpt(draft.request()) || cached > reported.get(Count.INPUT)) {
            return super.counts(reported, draft);
        }
        Sighting beside = reported.copyOfCounts();
        beside.set(Count.INPUT, reported.get(Count.INPUT) - cached);
        return super.counts(beside, draft);
    }

    @Override
    void checkTotal(Sighting call, UsageCounts usage, Draft draft) {
        long countedTwice = isGpt(draft.request()) ? cached(call) : 0;
        if (usage.promptTokens() + usage.completionTokens() + countedTwice != call.get(Count.TOTAL)) {
            super.checkTotal(call, usage, draft);
        }
    }

    private static long cached(Sighting reported) {
        return reported.get(Count.CACHE_READ) + reported.get(Count.CACHE_WRITE);
    }

    private static boolean isGpt(ReadRequest request) {
        String model = request.requestModel();
        return model != null && GPT.matcher(model).find();
    }
}
