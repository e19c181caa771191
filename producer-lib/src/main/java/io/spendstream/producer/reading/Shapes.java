package io.spendstream.producer.reading;

import java.util.Map;

/** The rules that exist, by the names the table of APIs uses. */
final class Shapes {
    private static final Map<String, Shape> BY_NAME = Map.ofEntries(
            Map.entry("alibaba-chat", new ChatShape(Convention.ALL_INSIDE, alibaba())),
            Map.entry("audio", new AudioShape(AudioShape.OPENAI)),
            Map.entry("chat", new ChatShape(Convention.ALL_INSIDE)),
            Map.entry("chat-with-hits", new ChatShape(Convention.ALL_INSIDE, hits())),
            Map.entry("claude-code", new ClaudeCodeShape()),
            Map.entry("cohere", new CohereShape()),
            Map.entry("converse", new ConverseShape()),
            Map.entry("free", new FreeShape()),
            Map.entry("gemini", new GeminiShape()),
            Map.entry("gemini-chat", new GeminiChatShape()),
            Map.entry("gemini-embedding", new GeminiEmbeddingShape()),
            Map.entry("gemini-live", new GeminiLiveShape()),
            Map.entry("images", new ImagesShape()),
            Map.entry("interactions", new InteractionsShape()),
            Map.entry("invoke-model", new InvokeModelShape()),
            Map.entry("messages", new MessagesShape()),
            Map.entry("mistral-audio", new AudioShape(AudioShape.MISTRAL)),
            Map.entry("mistral-chat", new ChatShape(Convention.ALL_INSIDE, mistral())),
            Map.entry("ollama", new OllamaShape(true)),
            Map.entry("ollama-embed", new OllamaShape(false)),
            Map.entry("openrouter-chat", new ChatShape(Convention.ALL_INSIDE, openrouter())),
            Map.entry("openrouter-responses", new ResponsesShape(Convention.ALL_INSIDE, openrouter())),
            Map.entry("perplexity-chat", new PerplexityShape()),
            Map.entry("realtime", new RealtimeShape()),
            Map.entry("responses", new ResponsesShape(Convention.ALL_INSIDE)),
            Map.entry("speech", new SpeechShape()),
            Map.entry("vectors", new VectorShape()),
            Map.entry("watsonx", new WatsonxShape()),
            Map.entry("xai-chat", new ChatShape(Convention.REASONING_BESIDE, xai())),
            Map.entry("xai-grpc", new XaiGrpcShape()),
            Map.entry("xai-responses", new ResponsesShape(Convention.ALL_INSIDE, xai())));

    private Shapes() {}

    /** Returns the rules called {@code name}. */
    static Shape of(String name) {
        Shape shape = BY_NAME.get(name);
        if (shape == null) {
            throw new IllegalArgumentException("shape must be one of %s: %s".formatted(BY_NAME.keySet(), name));
        }
        return shape;
    }

    /** What servers report in top-level fields that OpenAI reports in the details, or in both. */
    private static Paths hits() {
        return new Paths().count(Count.CACHE_HIT, "cached_tokens", "prompt_cache_hit_tokens");
    }

    private static Paths alibaba() {
        return new Paths().count(Count.CACHE_WRITE, "prompt_tokens_details.cache_creation_input_tokens");
    }

    private static Paths mistral() {
        return new Paths().count(Count.AUDIO_SECOND, "prompt_audio_seconds");
    }

    private static Paths openrouter() {
        return new Paths()
                .text(Text.COST, "cost")
                .count(
                        Count.WEB_SEARCH,
                        "server_tool_use_details.web_search_requests",
                        "server_tool_use.web_search_requests");
    }

    private static Paths xai() {
        return new Paths()
                .count(Count.COST_TICKS, "cost_in_usd_ticks")
                .count(Count.WEB_SEARCH, "server_side_tool_usage_details.web_search_calls");
    }
}
