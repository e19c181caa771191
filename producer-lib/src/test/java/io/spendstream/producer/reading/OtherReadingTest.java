package io.spendstream.producer.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the further providers must not be misread as. */
class OtherReadingTest {
    private static final String REASONING = """
            {"id":"x","model":"grok-4.3","status":"completed","usage":{"%s":165,"%s":40,"total_tokens":%d,
             "%s":{"reasoning_tokens":30},"cost_in_usd_ticks":1043500}}""";

    @Test
    void findsReasoningBesideTheOutputInXaisChatAndInsideInItsResponses() {
        ReadUsage chat = Answers.body(
                "xai",
                "chat",
                REASONING.formatted("prompt_tokens", "completion_tokens", 235, "completion_tokens_details"));
        ReadUsage responses = Answers.body(
                "xai", "responses", REASONING.formatted("input_tokens", "output_tokens", 205, "output_tokens_details"));

        assertThat(Answers.counts(chat)).isEqualTo(Map.of("input", 165L, "output", 40L, "reasoning", 30L));
        assertThat(Answers.counts(responses)).isEqualTo(Map.of("input", 165L, "output", 10L, "reasoning", 30L));
        assertThat(chat.flags()).isEmpty();
        assertThat(responses.flags()).isEmpty();
    }

    @Test
    void readsCostInTicksExactly() {
        ReadUsage usage = Answers.body(
                "xai", "responses", REASONING.formatted("input_tokens", "output_tokens", 205, "output_tokens_details"));

        assertThat(usage.providerCost()).hasToString("0.0001043500");
    }

    @Test
    void takesTheLastOfXaisCumulativeChunks() {
        String chunk = """
                {"id":"cf45","model":"grok-4.3","outputs":[{"delta":{}%s}],"usage":{"prompt_tokens":165,"cached_prompt_text_tokens":151,
                 "completion_tokens":%d,"reasoning_tokens":121,"total_tokens":%d,"cost_in_usd_ticks":"%d"}}""";

        ReadUsage usage = Answers.events(
                "xai",
                "grpc sdk",
                chunk.formatted("", 1, 287, 100),
                chunk.formatted("", 39, 325, 200),
                chunk.formatted(",\"finish_reason\":\"REASON_STOP\"", 40, 326, 300));

        assertThat(Answers.counts(usage))
                .isEqualTo(Map.of("input", 14L, "cache_read", 151L, "output", 40L, "reasoning", 121L));
        assertThat(usage.status()).isEqualTo(ReadStatus.FINAL);
        assertThat(usage.providerCost()).hasToString("3.00E-8");
    }

    @Test
    void pricesACancelledXaiStreamSoFar() {
        ReadUsage usage = Answers.events("xai", "grpc", """
                {"id":"0e08","model":"grok-4.3","outputs":[{"delta":{"content":"Paris"}}],"usage":{"completion_tokens":1,
                 "prompt_tokens":189,"total_tokens":190,"cached_prompt_text_tokens":128,"cost_in_usd_ticks":"1043500"}}""");

        assertThat(usage.status()).isEqualTo(ReadStatus.PROVISIONAL);
        assertThat(usage.providerCost()).isEqualByComparingTo("0.00010435");
    }

    @Test
    void readsXaisRealtimeUsageBesideTheEmptyOne() {
        String before =
                "{\"type\":\"response.done\",\"response\":{\"id\":\"1\",\"usage\":{}},\"usage\":{\"input_tokens\":5,\"output_tokens\":42,\"total_tokens\":47,\"billable_audio_seconds\":1}}";
        String after =
                "{\"type\":\"response.done\",\"usage\":{\"input_tokens\":5,\"output_tokens\":42,\"total_tokens\":47,\"billable_audio_seconds\":1},\"response\":{\"id\":\"1\",\"usage\":{}}}";

        assertThat(Answers.counts(Answers.body("xai", "realtime", "grok-voice", before)))
                .isEqualTo(Map.of("input", 5L, "output", 42L, "audio_second", 1L));
        assertThat(Answers.body("xai", "realtime", "grok-voice", after))
                .isEqualTo(Answers.body("xai", "realtime", "grok-voice", before));
    }

    @Test
    void countsGroqsUsageOnceThoughItStandsThereTwice() {
        String usage = "{\"prompt_tokens\":304,\"completion_tokens\":49,\"total_tokens\":353}";
        String twice =
                "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}],\"x_groq\":{\"id\":\"r\",\"usage\":%s},\"usage\":%s}"
                        .formatted(usage, usage);
        String old =
                "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}],\"x_groq\":{\"id\":\"r\",\"usage\":%s}}"
                        .formatted(usage);

        assertThat(Answers.counts(Answers.events("groq", "chat", twice)))
                .isEqualTo(Map.of("input", 304L, "output", 49L));
        assertThat(Answers.events("groq", "chat", old)).isEqualTo(Answers.events("groq", "chat", twice));
    }

    @Test
    void isMissingIfAStreamEndsInAnError() {
        ReadUsage usage = Answers.events(
                "groq",
                "chat",
                "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"},\"finish_reason\":null}]}",
                "{\"error\":{\"message\":\"Tool call validation failed\"}}");

        assertThat(usage.status()).isEqualTo(ReadStatus.MISSING);
        assertThat(usage.has(ReadFlag.ERROR)).isTrue();
    }

    @Test
    void takesOpenRoutersCacheOutOfThePromptEvenForClaude() {
        ReadUsage usage = Answers.body("openrouter", "chat", """
                {"id":"gen-1","model":"anthropic/claude-sonnet-5","usage":{"prompt_tokens":2649,"completion_tokens":100,"total_tokens":2749,
                 "cost":0.00256995,"prompt_tokens_details":{"cached_tokens":2569,"cache_write_tokens":79}}}""");

        assertThat(Answers.counts(usage))
                .isEqualTo(Map.of("input", 1L, "cache_read", 2569L, "cache_write_5m", 79L, "output", 100L));
        assertThat(usage.providerCost()).hasToString("0.00256995");
    }

    @Test
    void flagsOverlappingCacheReadsAndWrites() {
        ReadUsage usage = Answers.body("openrouter", "chat", """
                {"id":"gen-1","model":"google/gemini-3-flash","usage":{"prompt_tokens":2168,"completion_tokens":100,"total_tokens":2268,
                 "prompt_tokens_details":{"cached_tokens":2161,"cache_write_tokens":2161}}}""");

        assertThat(Answers.counts(usage))
                .isEqualTo(Map.of("input", 7L, "cache_read", 2161L, "cache_write_5m", 2161L, "output", 100L));
        assertThat(usage.flags()).containsExactly(ReadFlag.OVERLAP);
    }

    @Test
    void cutsReasoningToTheCompletion() {
        ReadUsage usage = Answers.body("openrouter", "chat", """
                {"id":"gen-1","model":"m","usage":{"prompt_tokens":43,"completion_tokens":10,"total_tokens":53,
                 "completion_tokens_details":{"reasoning_tokens":11}}}""");

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 43L, "output", 0L, "reasoning", 10L));
        assertThat(usage.flags()).containsExactly(ReadFlag.CLAMPED);
    }

    @Test
    void keepsAStatedCostThatTheTokensDoNotExplain() {
        ReadUsage usage = Answers.body("openrouter", "chat", """
                {"id":"gen-1","model":"m","usage":{"prompt_tokens":43,"completion_tokens":10,"total_tokens":53,"cost":0.0145476}}""");

        assertThat(usage.providerCost()).hasToString("0.0145476");
    }

    @Test
    void keepsEveryDigitOfAStatedCost() {
        ReadUsage usage = Answers.body("bedrock", "converse", "amazon.nova-micro-v1:0", """
                {"usage":{"inputTokens":7,"outputTokens":78,"totalTokens":85,"pydantic_ai_gateway":{"cost_estimate":1.1165000000000002e-05}}}""");

        assertThat(usage.providerCost()).isEqualByComparingTo("0.000011165000000000002");
    }

    @Test
    void billsWhatCohereBillsAndNotWhatItProcessed() {
        ReadUsage usage = Answers.body("cohere", "v2 chat", "command-a", """
                {"id":"c9","usage":{"billed_units":{"input_tokens":8,"output_tokens":50},"tokens":{"input_tokens":1394,"output_tokens":54},
                 "cached_tokens":1360}}""");

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 8L, "output", 50L));
    }

    @Test
    void readsWhatCohereBillsAtTheEndOfAStream() {
        ReadUsage usage = Answers.events(
                "cohere",
                "v2 chat",
                "{\"type\":\"message-start\",\"id\":\"c14c\",\"delta\":{\"message\":{\"role\":\"assistant\"}}}",
                "{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"COMPLETE\",\"usage\":{\"billed_units\":{\"input_tokens\":5,\"output_tokens\":7},\"tokens\":{\"input_tokens\":500,\"output_tokens\":9}}}}");

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 5L, "output", 7L));
        assertThat(usage.status()).isEqualTo(ReadStatus.FINAL);
        assertThat(usage.responseId()).isEqualTo("c14c");
    }

    @Test
    void takesTheLastOfPerplexitysCumulativeChunks() {
        String chunk = """
                {"id":"p","model":"sonar","choices":[{"index":0,"delta":{},"finish_reason":%s}],
                 "usage":{"prompt_tokens":12,"completion_tokens":%d,"total_tokens":%d}}""";

        ReadUsage usage = Answers.events(
                "perplexity",
                "chat",
                chunk.formatted("null", 3, 15),
                chunk.formatted("null", 20, 32),
                chunk.formatted("\"stop\"", 41, 53));

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 12L, "output", 41L));
        assertThat(usage.status()).isEqualTo(ReadStatus.FINAL);
    }

    @Test
    void countsOllamaOnlyOnTheLineThatIsDone() {
        String open = "{\"model\":\"llama3.2\",\"response\":\"Hi\",\"done\":false}";

        ReadUsage cut = Answers.events("ollama", "api/chat", open);
        ReadUsage done = Answers.events(
                "ollama",
                "api/chat",
                open,
                "{\"model\":\"llama3.2\",\"done\":true,\"prompt_eval_count\":26,\"eval_count\":9}");

        assertThat(cut.status()).isEqualTo(ReadStatus.MISSING);
        assertThat(done.status()).isEqualTo(ReadStatus.FINAL);
        assertThat(Answers.counts(done)).isEqualTo(Map.of("input", 26L, "output", 9L));
    }

    @Test
    void addsNothingUpInWatsonxsCumulativeStream() {
        ReadUsage usage = Answers.events(
                "watsonx",
                "text/generation_stream",
                "{\"model_id\":\"ibm/granite\",\"results\":[{\"input_token_count\":8,\"generated_token_count\":1,\"stop_reason\":\"not_finished\"}]}",
                "{\"model_id\":\"ibm/granite\",\"results\":[{\"input_token_count\":0,\"generated_token_count\":5,\"stop_reason\":\"eos_token\"}]}");

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 8L, "output", 5L));
        assertThat(usage.status()).isEqualTo(ReadStatus.FINAL);
    }

    @Test
    void keepsTheAliasThatMistralEchoes() {
        ReadUsage usage = Answers.body("mistral", "chat", "mistral-large-latest", """
                {"id":"m","model":"mistral-large-latest","usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""");

        assertThat(usage.main().call().model()).isEqualTo("mistral-large-latest");
    }

    @Test
    void countsRerankingBySearchUnits() {
        ReadUsage usage = Answers.body("cohere", "v2 rerank", "rerank-v4.0", """
                {"id":"c6","results":[],"meta":{"billed_units":{"search_units":1}}}""");

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("search_unit", 1L));
    }

    @Test
    void countsDeepSeeksCacheHitsOnce() {
        ReadUsage usage = Answers.body("deepseek", "chat", """
                {"id":"x","model":"m","usage":{"prompt_tokens":563,"completion_tokens":116,"total_tokens":679,
                 "prompt_cache_hit_tokens":512,"prompt_cache_miss_tokens":51,"prompt_tokens_details":{"cached_tokens":512}}}""");

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 51L, "cache_read", 512L, "output", 116L));
    }

    @Test
    void doesNotDiscountMistralsUndocumentedCacheCount() {
        ReadUsage usage = Answers.body("mistral", "chat", """
                {"id":"x","model":"mistral-large-latest","usage":{"prompt_tokens":10,"completion_tokens":224,"total_tokens":234,"num_cached_tokens":9}}""");

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 10L, "output", 224L));
    }

    @Test
    void isPartialWhereOllamaLeavesOutTheCachedPrompt() {
        ReadUsage usage = Answers.body("ollama", "api/chat", "{\"model\":\"llama4\",\"done\":true,\"eval_count\":79}");

        assertThat(usage.status()).isEqualTo(ReadStatus.PARTIAL);
        assertThat(Answers.counts(usage)).isEqualTo(Map.of("output", 79L));
    }

    @Test
    void addsReasoningAndCitationsOfADeepResearch() {
        ReadUsage usage = Answers.body("perplexity", "chat", """
                {"id":"p","model":"sonar-deep-research","usage":{"prompt_tokens":33,"completion_tokens":7163,"total_tokens":7196,
                 "citation_tokens":20016,"num_search_queries":18,"reasoning_tokens":73315,"cost":{"total_cost":0.5}}}""");

        assertThat(Answers.counts(usage))
                .isEqualTo(Map.of("input", 20049L, "output", 7163L, "reasoning", 73315L, "web_search", 18L));
        assertThat(usage.flags()).isEmpty();
        assertThat(usage.providerCost()).hasToString("0.5");
    }

    @Test
    void takesVoyagesTotalForInput() {
        assertThat(Answers.counts(Answers.body(
                        "voyage", "embeddings", "{\"model\":\"voyage-4\",\"usage\":{\"total_tokens\":3}}")))
                .isEqualTo(Map.of("input", 3L));
    }

    @Test
    void readsAnUnknownProviderLikeOpenAiUnderItsOwnName() {
        ReadUsage usage = Answers.body("Acme", "chat.completions", """
                {"id":"x","model":"acme-1","usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12,"cached_tokens":4}}""");

        assertThat(usage.main().call().provider()).isEqualTo("acme");
        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 6L, "cache_read", 4L, "output", 2L));
    }
}
