package io.spendstream.producer.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Bedrock's APIs must not be misread as. */
class BedrockReadingTest {
    private static final String CLAUDE = "us.anthropic.claude-sonnet-5-v1:0";

    @Test
    void countsEachCacheCountOnceThoughItStandsThereTwice() {
        ReadUsage usage = Answers.body("bedrock", "converse", CLAUDE, """
                {"usage":{"inputTokens":2,"outputTokens":5,"totalTokens":1329,"cacheReadInputTokens":0,"cacheReadInputTokenCount":0,
                 "cacheWriteInputTokens":1322,"cacheWriteInputTokenCount":1322}}""");

        assertThat(Answers.counts(usage))
                .isEqualTo(Map.of("input", 2L, "cache_read", 0L, "cache_write_5m", 1322L, "output", 5L));
        assertThat(usage.flags()).containsExactly(ReadFlag.LIFETIME_UNKNOWN);
        assertThat(usage.main().call().model()).isEqualTo(CLAUDE);
    }

    @Test
    void splitsWritesByLifetime() {
        ReadUsage usage = Answers.body("bedrock", "converse", CLAUDE, """
                {"usage":{"inputTokens":2,"outputTokens":5,"totalTokens":1329,"cacheWriteInputTokens":1322,
                 "cacheDetails":[{"ttl":"1h","inputTokens":1000},{"ttl":"5m","inputTokens":322}]}}""");

        assertThat(Answers.counts(usage)).containsEntry("cache_write_5m", 322L).containsEntry("cache_write_1h", 1000L);
        assertThat(usage.flags()).isEmpty();
    }

    @Test
    void takesTheCacheOutOfTheInputOfGptModels() {
        String body = """
                {"usage":{"inputTokens":4995,"outputTokens":7,"totalTokens":9995,"cacheReadInputTokens":0,"cacheWriteInputTokens":4993}}""";

        ReadUsage gpt = Answers.body("bedrock", "converse", "us.openai.gpt-5.6-sol-v1:0", body);

        assertThat(Answers.counts(gpt)).containsEntry("input", 2L).containsEntry("cache_write_5m", 4993L);
        assertThat(gpt.has(ReadFlag.TOTAL_MISMATCH)).isFalse();
        assertThat(Answers.counts(Answers.body("bedrock", "converse", CLAUDE, body)))
                .containsEntry("input", 4995L);
    }

    @Test
    void readsTheTierAndTheIdFromWhereTheyAre() {
        ReadUsage usage = Answers.body(
                "bedrock",
                "converse",
                new ReadRequest(CLAUDE, Map.of("x-amzn-RequestId", "7e0027c0")),
                "{\"usage\":{\"inputTokens\":13,\"outputTokens\":5,\"totalTokens\":18},\"serviceTier\":{\"type\":\"flex\"}}");

        assertThat(usage.main().call().serviceTier()).isEqualTo("flex");
        assertThat(usage.responseId()).isEqualTo("7e0027c0");
    }

    @Test
    void namesTheModelAPromptRouterChose() {
        ReadUsage usage = Answers.body("bedrock", "converse", "arn:aws:bedrock:::prompt-router/x", """
                {"usage":{"inputTokens":13,"outputTokens":5},"trace":{"promptRouter":{"invokedModelId":"anthropic.claude-haiku-5"}}}""");

        assertThat(usage.main().call().model()).isEqualTo("anthropic.claude-haiku-5");
        assertThat(usage.main().call().requestModel()).isEqualTo("arn:aws:bedrock:::prompt-router/x");
    }

    @Test
    void doesNotMistakeGuardrailUnitsForUsage() {
        ReadUsage usage = Answers.body("bedrock", "converse", CLAUDE, """
                {"trace":{"guardrail":{"inputAssessment":{"g":{"invocationMetrics":{"usage":{"inputTokens":999,"topicPolicyUnits":1}}}}}},
                 "usage":{"inputTokens":17,"outputTokens":17,"totalTokens":34}}""");

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 17L, "output", 17L));
    }

    @Test
    void readsHeadersWhereTheBodyHasNoUsage() {
        var request = new ReadRequest(
                "cohere.command-r-v1:0",
                Map.of(
                        "X-Amzn-Bedrock-Input-Token-Count", "5",
                        "X-Amzn-Bedrock-Output-Token-Count", "10",
                        "X-Amzn-Bedrock-Service-Tier", "priority"));

        ReadUsage usage = Answers.body("bedrock", "invoke-model", request, "{\"text\":\"x\",\"generation_id\":\"g\"}");

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 5L, "output", 10L));
        assertThat(usage.status()).isEqualTo(ReadStatus.FINAL);
        assertThat(usage.main().call().serviceTier()).isEqualTo("priority");
    }

    @Test
    void isMissingWithNeitherHeadersNorUsage() {
        assertThat(Answers.body("bedrock", "invoke-model", "cohere.command-r-v1:0", "{\"text\":\"x\"}")
                        .status())
                .isEqualTo(ReadStatus.MISSING);
    }

    @Test
    void keepsTheFinerSplitOfTheBodyOverTheHeaders() {
        var request = new ReadRequest(
                "anthropic.claude-haiku-5-v1:0",
                Map.of(
                        "x-amzn-bedrock-input-token-count", "4",
                        "x-amzn-bedrock-output-token-count", "50",
                        "x-amzn-bedrock-cache-write-input-token-count", "131"));

        ReadUsage usage = Answers.body("bedrock", "invoke-model", request, """
                {"id":"msg_bdrk_1","type":"message","model":"claude-haiku-5","usage":{"input_tokens":4,"cache_creation_input_tokens":131,
                 "cache_creation":{"ephemeral_5m_input_tokens":31,"ephemeral_1h_input_tokens":100},"output_tokens":50}}""");

        assertThat(Answers.counts(usage))
                .isEqualTo(Map.of("input", 4L, "cache_write_5m", 31L, "cache_write_1h", 100L, "output", 50L));
        assertThat(usage.responseId()).isEqualTo("msg_bdrk_1");
    }

    @Test
    void readsEachVendorsOwnShape() {
        assertThat(invoke("meta.llama4-v1:0", "{\"prompt_token_count\":5,\"generation_token_count\":10}"))
                .isEqualTo(Map.of("input", 5L, "output", 10L));
        assertThat(invoke(
                        "amazon.titan-text-lite-v1",
                        "{\"inputTextTokenCount\":5,\"results\":[{\"tokenCount\":6},{\"tokenCount\":4}]}"))
                .isEqualTo(Map.of("input", 5L, "output", 10L));
        assertThat(invoke(
                        "amazon.nova-micro-v1:0",
                        "{\"usage\":{\"inputTokens\":5,\"outputTokens\":10,\"totalTokens\":15}}"))
                .isEqualTo(Map.of("input", 5L, "output", 10L));
        assertThat(invoke(
                        "openai.gpt-oss-120b-1:0",
                        "{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":10,\"total_tokens\":15}}"))
                .isEqualTo(Map.of("input", 5L, "output", 10L));
    }

    private static Map<String, Long> invoke(String model, String body) {
        return Answers.counts(Answers.body("bedrock", "invoke-model", model, body));
    }

    @Test
    void countsAStreamOnceThoughItSaysItThreeTimes() {
        ReadUsage usage = Answers.events(
                "bedrock",
                "invoke-model-with-response-stream",
                ReadRequest.of("anthropic.claude-haiku-5-v1:0"),
                chunk(
                        "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_bdrk_2\",\"model\":\"claude-haiku-5\",\"usage\":{\"input_tokens\":14,\"output_tokens\":1}}}"),
                chunk(
                        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"max_tokens\"},\"usage\":{\"output_tokens\":10}}"),
                chunk(
                        "{\"type\":\"message_stop\",\"amazon-bedrock-invocationMetrics\":{\"inputTokenCount\":14,\"outputTokenCount\":10}}"));

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 14L, "output", 10L));
        assertThat(usage.responseId()).isEqualTo("msg_bdrk_2");
        assertThat(usage.status()).isEqualTo(ReadStatus.FINAL);
    }

    /** Returns a chunk as the service sends it: the vendor's document in base64. */
    private static String chunk(String document) {
        return "{\"bytes\":\"" + Base64.getEncoder().encodeToString(Answers.bytes(document)) + "\",\"p\":\"abc\"}";
    }

    @Test
    void isProvisionalUntilTheMetricsOfAVendorWithoutAnEnd() {
        ReadRequest request = ReadRequest.of("meta.llama4-v1:0");
        String first = chunk("{\"generation\":\"a\",\"prompt_token_count\":14,\"generation_token_count\":1}");
        String last = chunk(
                "{\"generation_token_count\":10,\"stop_reason\":\"stop\",\"amazon-bedrock-invocationMetrics\":{\"inputTokenCount\":14,\"outputTokenCount\":10}}");

        assertThat(Answers.events("bedrock", "invoke-model-with-response-stream", request, first)
                        .status())
                .isEqualTo(ReadStatus.PROVISIONAL);
        assertThat(Answers.events("bedrock", "invoke-model-with-response-stream", request, first, last)
                        .status())
                .isEqualTo(ReadStatus.FINAL);
    }

    @Test
    void isMissingIfTheClientLeavesBeforeTheMetadata() {
        ReadUsage usage = Answers.events(
                "bedrock",
                "converse-stream",
                ReadRequest.of(CLAUDE),
                "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"x\"}}",
                "{\"stopReason\":\"end_turn\"}");

        assertThat(usage.status()).isEqualTo(ReadStatus.MISSING);
    }

    @Test
    void takesTheCacheOutOfTheInputAtMantle() {
        ReadUsage usage = Answers.body("bedrock", "mantle responses", """
                {"id":"resp_1","status":"completed","model":"openai.gpt-5.6-luna","usage":{"input_tokens":158,
                 "input_tokens_details":{"cached_tokens":0,"cache_write_tokens":43},"output_tokens":32,"total_tokens":190}}""");

        assertThat(Answers.counts(usage)).containsEntry("input", 115L).containsEntry("cache_write_5m", 43L);
    }
}
