package io.spendstream.producer.reading;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bedrock's InvokeModel and InvokeModelWithResponseStream, which pass on what the model's vendor answers: usage in that
 * vendor's shape, or none. The headers of a response, and the metrics in the last chunk of a stream, have counts for
 * every vendor; the vendor's own are taken first because they are finer. The vendor is part of the model's id; behind an
 * id that hides it, only Anthropic's shape is recognised.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html">Bedrock, invoke-model</a>
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html">Bedrock, invoke-model-with-response-stream</a>
 */
final class InvokeModelShape extends Shape {
    private static final Paths METRICS = new Paths()
            .text(Text.STATUS, "outputTokenCount")
            .count(Count.INPUT, "inputTokenCount")
            .count(Count.OUTPUT, "outputTokenCount")
            .count(Count.CACHE_READ, "cacheReadInputTokenCount")
            .count(Count.CACHE_WRITE, "cacheWriteInputTokenCount");

    private static final Paths LLAMA =
            new Paths().count(Count.INPUT, "prompt_token_count").count(Count.OUTPUT, "generation_token_count");

    private static final Paths TITAN = new Paths()
            .count(Count.INPUT, "inputTextTokenCount")
            .count(Count.OUTPUT, "totalOutputTextTokenCount")
            .each(Series.RESULTS, "results", new Paths().count(Count.TOKENS, "tokenCount"));

    private static final Paths NOVA = new Paths()
            .usage("usage", "metadata.usage")
            .under("usage", ConverseShape.USAGE)
            .under("metadata.usage", ConverseShape.USAGE);

    private static final Paths OPENAI = new Paths()
            .text(Text.ID, "id")
            .text(Text.MODEL, "model")
            .count(Count.INPUT, "usage.prompt_tokens")
            .count(Count.CACHE_READ, "usage.prompt_tokens_details.cached_tokens")
            .count(Count.OUTPUT, "usage.completion_tokens")
            .count(Count.REASONING, "usage.completion_tokens_details.reasoning_tokens")
            .count(Count.TOTAL, "usage.total_tokens");

    /** A vendor, by the part of a model id that names it, and where its answers say what. */
    private record Vendor(String name, Shape shape) {}

    private static final Shape ANTHROPIC = new OfAnthropic();
    private static final List<Vendor> VENDORS = List.of(
            new Vendor("anthropic.", ANTHROPIC),
            new Vendor("amazon.nova", new InvokeModelShape(NOVA, Convention.CACHE_BESIDE)),
            new Vendor("amazon.titan", new InvokeModelShape(TITAN, Convention.CACHE_BESIDE)),
            new Vendor("meta.", new InvokeModelShape(LLAMA, Convention.CACHE_BESIDE)),
            new Vendor("cohere.", new InvokeModelShape(new Paths(), Convention.CACHE_BESIDE)),
            new Vendor("ai21.", new InvokeModelShape(OPENAI, Convention.ALL_INSIDE)),
            new Vendor("deepseek.", new InvokeModelShape(OPENAI, Convention.ALL_INSIDE)),
            new Vendor("google.", new InvokeModelShape(OPENAI, Convention.ALL_INSIDE)),
            new Vendor("minimax.", new InvokeModelShape(OPENAI, Convention.ALL_INSIDE)),
            new Vendor("mistral.", new InvokeModelShape(OPENAI, Convention.ALL_INSIDE)),
            new Vendor("moonshot", new InvokeModelShape(OPENAI, Convention.ALL_INSIDE)),
            new Vendor("nvidia.", new InvokeModelShape(OPENAI, Convention.ALL_INSIDE)),
            new Vendor("openai.", new InvokeModelShape(OPENAI, Convention.ALL_INSIDE)),
            new Vendor("qwen.", new InvokeModelShape(OPENAI, Convention.ALL_INSIDE)),
            new Vendor("writer.", new InvokeModelShape(OPENAI, Convention.ALL_INSIDE)),
            new Vendor("zai.", new InvokeModelShape(OPENAI, Convention.ALL_INSIDE)));

    InvokeModelShape() {
        this(new Paths(), Convention.CACHE_BESIDE);
    }

    private InvokeModelShape(Paths vendor, Convention convention) {
        super(chunks(vendor), convention);
    }

    /** Returns where {@code vendor}'s documents stand: as bodies, in chunks, and in chunks that were decoded. */
    private static Paths chunks(Paths vendor) {
        Paths document = new Paths()
                .under("", vendor)
                .under("amazon-bedrock-invocationMetrics", METRICS)
                .error("error");
        return new Paths()
                .under("", document)
                .under("payload", document)
                .under("payload.bytes_decoded", document)
                .nested("bytes")
                .nested("payload.bytes")
                .nested("chunk.bytes")
                .nested("payload.chunk.bytes");
    }

    @Override
    Shape forRequest(ReadRequest request) {
        String model = request.requestModel();
        for (Vendor vendor : VENDORS) {
            if (model != null && model.contains(vendor.name)) {
                return vendor.shape;
            }
        }
        return ANTHROPIC;
    }

    @Override
    void element(Series series, Sighting element, Sighting event) {
        if (series == Series.RESULTS) {
            event.add(Count.OUTPUT, element.get(Count.TOKENS));
        }
        ConverseShape.addLifetime(series, element, event);
    }

    @Override
    void fold(Sighting call, Sighting event) {
        foldTexts(call, event);
        call.mergeCounts(event);
        if (isLast(call, event)) {
            call.markEnded();
        }
    }

    /** Returns whether the metrics are there, which only the last chunk has. */
    @Override
    boolean isLast(Sighting call, Sighting event) {
        return event.has(Text.STATUS);
    }

    @Override
    boolean hasUsage(Sighting call, ReadRequest request) {
        return super.hasUsage(call, request) || BedrockHeaders.hasUsage(request);
    }

    @Override
    @Nullable
    String responseId(Sighting call, ReadRequest request) {
        return call.has(Text.ID) ? call.text(Text.ID) : BedrockHeaders.requestId(request);
    }

    @Override
    @Nullable
    String tier(Sighting call, ReadRequest request) {
        return BedrockHeaders.serviceTier(request);
    }

    @Override
    List<UsageLine> lines(Sighting call, Draft draft) {
        BedrockHeaders.complete(call, draft.request());
        return super.lines(call, draft);
    }

    /** Anthropic's messages as InvokeModel passes them on. */
    private static final class OfAnthropic extends MessagesShape {
        OfAnthropic() {
            super(chunks(MessagesShape.PATHS));
        }

        @Override
        boolean isLast(Sighting call, Sighting event) {
            return super.isLast(call, event) || event.has(Text.STATUS);
        }

        @Override
        boolean hasUsage(Sighting call, ReadRequest request) {
            return super.hasUsage(call, request) || BedrockHeaders.hasUsage(request);
        }

        @Override
        @Nullable
        String responseId(Sighting call, ReadRequest request) {
            return call.has(Text.ID) ? call.text(Text.ID) : BedrockHeaders.requestId(request);
        }

        @Override
        @Nullable
        String tier(Sighting call, ReadRequest request) {
            String header = BedrockHeaders.serviceTier(request);
            return header == null ? super.tier(call, request) : header;
        }

        @Override
        List<UsageLine> lines(Sighting call, Draft draft) {
            BedrockHeaders.complete(call, draft.request());
            return super.lines(call, draft);
        }
    }
}
