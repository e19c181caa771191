package io.spendstream.producer.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Google's APIs must not be misread as. */
class GeminiReadingTest {
    private static final String CHUNK =
            "{\"candidates\":[{\"index\":0%s}],\"usageMetadata\":{%s},\"modelVersion\":\"gemini-3-flash\",\"responseId\":\"r1\"}";

    private static String chunk(String usage) {
        return CHUNK.formatted("", usage);
    }

    private static String lastChunk(String usage) {
        return CHUNK.formatted(",\"finishReason\":\"STOP\"", usage);
    }

    private static ReadUsage read(String usage) {
        return Answers.body("google", "generateContent", lastChunk(usage));
    }

    @Test
    void addsThoughtsToTheOutput() {
        ReadUsage usage = read(
                "\"promptTokenCount\":7,\"candidatesTokenCount\":8,\"thoughtsTokenCount\":53,\"totalTokenCount\":68");

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 7L, "output", 8L, "reasoning", 53L));
        assertThat(usage.flags()).isEmpty();
    }

    @Test
    void addsToolResultsToTheInput() {
        ReadUsage usage = read(
                "\"promptTokenCount\":15,\"toolUsePromptTokenCount\":288,\"candidatesTokenCount\":40,\"totalTokenCount\":343");

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 303L, "output", 40L));
    }

    @Test
    void takesCachedTokensOutOfThePrompt() {
        ReadUsage usage = read(
                "\"promptTokenCount\":3520,\"cachedContentTokenCount\":3512,\"candidatesTokenCount\":2,\"totalTokenCount\":3522");

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 8L, "cache_read", 3512L, "output", 2L));
    }

    @Test
    void takesCachedAudioOutOfTheAudio() {
        ReadUsage usage = read("""
                "promptTokenCount":2000,"promptTokensDetails":[{"modality":"TEXT","tokenCount":83},{"modality":"AUDIO","tokenCount":1917}],
                "cachedContentTokenCount":1881,"cacheTokensDetails":[{"modality":"AUDIO","tokenCount":1881}],
                "candidatesTokenCount":5,"totalTokenCount":2005""");

        assertThat(Answers.counts(usage))
                .isEqualTo(Map.of(
                        "input", 83L, "input_audio", 36L, "cache_read", 0L, "cache_read_audio", 1881L, "output", 5L));
    }

    @Test
    void takesTextToBeWhatTheBreakdownLeaves() {
        ReadUsage usage = read("""
                "promptTokenCount":257,"promptTokensDetails":[{"modality":"TEXT","tokenCount":96},{"modality":"IMAGE","tokenCount":100}],
                "candidatesTokenCount":5,"totalTokenCount":262""");

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 157L, "input_image", 100L, "output", 5L));
    }

    @Test
    void countsDocumentsWithImagesAndEmptyEntriesAsZero() {
        ReadUsage usage = read("""
                "promptTokenCount":175,"promptTokensDetails":[{"modality":"TEXT","tokenCount":9},{"modality":"DOCUMENT","tokenCount":166},
                {"modality":"VIDEO"}],"candidatesTokenCount":5,"totalTokenCount":180""");

        assertThat(Answers.counts(usage))
                .isEqualTo(Map.of("input", 9L, "input_image", 166L, "input_video", 0L, "output", 5L));
    }

    @Test
    void countsImagesWritten() {
        ReadUsage usage = read("""
                "promptTokenCount":9,"candidatesTokenCount":1290,"candidatesTokensDetails":[{"modality":"IMAGE","tokenCount":1290}],
                "totalTokenCount":1299""");

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 9L, "output", 0L, "output_image", 1290L));
    }

    @Test
    void readsEnumsWrittenAsNumbers() {
        ReadUsage usage = read("""
                "promptTokenCount":521,"promptTokensDetails":[{"modality":2,"tokenCount":516},{"modality":1,"tokenCount":5}],
                "candidatesTokenCount":5,"totalTokenCount":526,"trafficType":1""");

        assertThat(Answers.counts(usage)).containsEntry("input_image", 516L).containsEntry("input", 5L);
        assertThat(usage.main().call().serviceTier()).isEqualTo("standard");
    }

    @Test
    void readsTheTrafficTypeAsTheTier() {
        assertThat(read("\"promptTokenCount\":5,\"trafficType\":\"ON_DEMAND_FLEX\"")
                        .main()
                        .call()
                        .serviceTier())
                .isEqualTo("flex");
        assertThat(read("\"promptTokenCount\":5,\"serviceTier\":\"priority\"")
                        .main()
                        .call()
                        .serviceTier())
                .isEqualTo("priority");
    }

    @Test
    void takesTheTierFromTheHeadersWhereTheBodyHasNone() {
        ReadUsage usage = Answers.body(
                "google",
                "generateContent",
                new ReadRequest(null, Map.of("X-Gemini-Service-Tier", "flex")),
                lastChunk("\"promptTokenCount\":5"));

        assertThat(usage.main().call().serviceTier()).isEqualTo("flex");
    }

    @Test
    void takesUsageWithoutCountsForZero() {
        ReadUsage usage = Answers.body("google", "vertex generateContent", """
                {"promptFeedback":{"blockReason":"MODEL_ARMOR"},"usageMetadata":{"trafficType":"ON_DEMAND"},"modelVersion":"m"}""");

        assertThat(usage.status()).isEqualTo(ReadStatus.FINAL);
        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 0L, "output", 0L));
    }

    @Test
    void isMissingWithoutUsage() {
        assertThat(Answers.body("google", "generateContent", "{\"modelVersion\":\"m\"}")
                        .status())
                .isEqualTo(ReadStatus.MISSING);
    }

    @Test
    void believesTheLastChunkEvenIfCountsFall() {
        ReadUsage usage = Answers.events(
                "google",
                "streamGenerateContent",
                chunk("\"promptTokenCount\":169,\"candidatesTokenCount\":22,\"totalTokenCount\":191"),
                chunk("\"promptTokenCount\":46,\"totalTokenCount\":46"),
                lastChunk("\"promptTokenCount\":79,\"candidatesTokenCount\":10,\"totalTokenCount\":89"));

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 79L, "output", 10L));
        assertThat(usage.status()).isEqualTo(ReadStatus.FINAL);
    }

    @Test
    void isPartialIfTheLastChunkDropsTheCandidates() {
        ReadUsage usage = Answers.events(
                "google",
                "streamGenerateContent",
                chunk(
                        "\"promptTokenCount\":9,\"candidatesTokenCount\":21,\"thoughtsTokenCount\":35,\"totalTokenCount\":65"),
                lastChunk("\"promptTokenCount\":87,\"thoughtsTokenCount\":78,\"totalTokenCount\":165"));

        assertThat(usage.status()).isEqualTo(ReadStatus.PARTIAL);
        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 87L, "reasoning", 78L));
        assertThat(usage.status().usageStatus().wireName()).isEqualTo("provisional");
    }

    @Test
    void isProvisionalUntilAFinishReason() {
        ReadUsage usage = Answers.events(
                "google",
                "streamGenerateContent",
                chunk("\"promptTokenCount\":9,\"candidatesTokenCount\":21,\"totalTokenCount\":30"));

        assertThat(usage.status()).isEqualTo(ReadStatus.PROVISIONAL);
    }

    @Test
    void readsAStreamWrittenAsAnArray() {
        String array = "["
                + chunk("\"promptTokenCount\":9,\"candidatesTokenCount\":2,\"totalTokenCount\":11") + ",\n"
                + lastChunk("\"promptTokenCount\":9,\"candidatesTokenCount\":20,\"totalTokenCount\":29") + "]";

        assertThat(Answers.counts(Answers.body("google", "generateContent", array)))
                .containsEntry("output", 20L);

        StreamedUsage stream =
                Answers.reader("google", "generateContent").stream(ReadRequest.of(null), StreamFormat.JSON_ARRAY);
        byte[] bytes = Answers.bytes(array);
        stream.feed(bytes, 0, bytes.length - 40);
        assertThat(stream.result().status()).isEqualTo(ReadStatus.PROVISIONAL);
        stream.feed(bytes, bytes.length - 40, 40);
        assertThat(stream.result().status()).isEqualTo(ReadStatus.FINAL);
    }

    @Test
    void readsWhatPythonClientsWriteDown() {
        ReadUsage usage = Answers.body("google", "generateContent", """
                {"model_version":"m","response_id":"r","usage_metadata":{"prompt_token_count":7,"candidates_token_count":8,
                 "thoughts_token_count":53,"total_token_count":68,"prompt_tokens_details":[{"modality":"AUDIO","token_count":3}]}}""");

        assertThat(Answers.counts(usage))
                .isEqualTo(Map.of("input", 4L, "input_audio", 3L, "output", 8L, "reasoning", 53L));
        assertThat(usage.responseId()).isEqualTo("r");
    }

    @Test
    void findsThinkingThatTheOpenAiEndpointHides() {
        ReadUsage usage = Answers.body("google", "chat", """
                {"id":"x","model":"gemini-3-flash","usage":{"prompt_tokens":35,"completion_tokens":12,"total_tokens":109}}""");

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 35L, "output", 12L, "reasoning", 62L));
        assertThat(usage.flags()).isEmpty();
    }

    @Test
    void allowsForALiveTotalWithoutThoughts() {
        ReadUsage usage = Answers.body("google", "live", "gemini-live-3", """
                {"usageMetadata":{"promptTokenCount":1197,"responseTokenCount":37,"thoughtsTokenCount":28,"totalTokenCount":1234}}""");

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 1197L, "output", 37L, "reasoning", 28L));
        assertThat(usage.flags()).isEmpty();
    }

    @Test
    void addsThoughtsAndToolResultsOfAnInteraction() {
        ReadUsage usage = Answers.body("google", "interactions", """
                {"id":"v1_x","status":"completed","model":"m","usage":{"total_tokens":1983,"total_input_tokens":22,"total_cached_tokens":10,
                 "total_output_tokens":590,"total_tool_use_tokens":198,"total_thought_tokens":1173}}""");

        assertThat(Answers.counts(usage))
                .isEqualTo(Map.of("input", 210L, "cache_read", 10L, "output", 590L, "reasoning", 1173L));
        assertThat(usage.flags()).isEmpty();
    }

    @Test
    void doesNotMeterTokenCounting() {
        assertThat(Answers.body("google", "countTokens", "{\"totalTokens\":31}").status())
                .isEqualTo(ReadStatus.NOT_BILLABLE);
        assertThat(Answers.reader("vertex", "count_tokens").api().api()).isEqualTo("countTokens");
    }
}
