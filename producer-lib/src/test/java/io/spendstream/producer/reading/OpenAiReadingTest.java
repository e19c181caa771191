package io.spendstream.producer.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What OpenAI's APIs, and Azure's, must not be misread as. */
class OpenAiReadingTest {
    private static final Attribution SESSION = Attribution.builder("s-1").build();

    @Test
    void takesCachedTokensOutOfThePrompt() {
        ReadUsage usage = Answers.body("openai", "chat", """
                {"id":"chatcmpl-1","model":"gpt-5.1","usage":{"prompt_tokens":100,"completion_tokens":20,"total_tokens":120,
                 "prompt_tokens_details":{"cached_tokens":64,"cache_write_tokens":30}}}""");

        assertThat(Answers.counts(usage))
                .isEqualTo(Map.of("input", 6L, "cache_read", 64L, "cache_write_5m", 30L, "output", 20L));
        assertThat(usage.flags()).isEmpty();
    }

    @Test
    void takesReasoningOutOfTheCompletion() {
        ReadUsage usage = Answers.body("openai", "chat", """
                {"id":"chatcmpl-1","model":"gpt-5.1","usage":{"prompt_tokens":8,"completion_tokens":82,"total_tokens":90,
                 "completion_tokens_details":{"reasoning_tokens":64,"rejected_prediction_tokens":5}}}""");

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 8L, "reasoning", 64L, "output", 18L));
    }

    @Test
    void leavesOutWhatIsNotReported() {
        ReadUsage usage = Answers.body("openai", "embeddings", """
                {"object":"list","model":"text-embedding-3-small","usage":{"prompt_tokens":8,"total_tokens":8}}""");

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 8L));
        assertThat(usage.responseId()).isNull();
    }

    @Test
    void splitsAudioFromText() {
        ReadUsage usage = Answers.body("openai", "chat", """
                {"id":"chatcmpl-1","model":"gpt-audio","usage":{"prompt_tokens":64,"completion_tokens":110,"total_tokens":174,
                 "prompt_tokens_details":{"audio_tokens":44},"completion_tokens_details":{"audio_tokens":90}}}""");

        assertThat(Answers.counts(usage))
                .isEqualTo(Map.of("input", 20L, "input_audio", 44L, "output", 20L, "output_audio", 90L));
    }

    @Test
    void readsTheTierServedAndNotTheOneAskedFor() {
        String created =
                "{\"type\":\"response.created\",\"response\":{\"id\":\"resp_1\",\"model\":\"gpt-5.4\",\"service_tier\":\"auto\",\"status\":\"in_progress\",\"usage\":null}}";
        String completed =
                "{\"type\":\"response.completed\",\"response\":{\"id\":\"resp_1\",\"model\":\"gpt-5.4\",\"service_tier\":\"priority\",\"status\":\"completed\",\"usage\":{\"input_tokens\":8,\"output_tokens\":15,\"total_tokens\":23}}}";

        assertThat(Answers.events("openai", "responses", created, completed)
                        .main()
                        .call()
                        .serviceTier())
                .isEqualTo("priority");
    }

    @Test
    void callsEveryPlainTierStandard() {
        for (String tier : new String[] {"default", "auto", "standard", "on_demand"}) {
            ReadUsage usage = Answers.body("openai", "chat", """
                    {"id":"c","model":"m","service_tier":"%s","usage":{"prompt_tokens":1,"completion_tokens":1}}""".formatted(tier));

            assertThat(usage.main().call().serviceTier()).isEqualTo("standard");
        }
    }

    @Test
    void isMissingWithoutAUsageChunk() {
        ReadUsage usage = Answers.events("openai", "chat", """
                {"id":"c","model":"m","choices":[{"index":0,"delta":{"content":"x"},"finish_reason":"stop"}]}""");

        assertThat(usage.status()).isEqualTo(ReadStatus.MISSING);
        assertThat(usage.main().usage().isEmpty()).isTrue();
        assertThat(usage.main().call().model()).isEqualTo("m");
    }

    @Test
    void waitsForEveryChoiceToFinish() {
        String usage = "\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":%d,\"total_tokens\":%d}";
        String first =
                "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"finish_reason\":null},{\"index\":1,\"finish_reason\":null}],"
                        + usage.formatted(2, 14) + "}";
        String oneDone = "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}],"
                + usage.formatted(9, 21) + "}";
        String bothDone = "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":1,\"finish_reason\":\"stop\"}],"
                + usage.formatted(24, 36) + "}";

        assertThat(Answers.events("vllm", "chat", first, oneDone).status()).isEqualTo(ReadStatus.PROVISIONAL);
        assertThat(Answers.events("vllm", "chat", first, oneDone, bothDone).status())
                .isEqualTo(ReadStatus.FINAL);
    }

    @Test
    void countsThePromptOnceForSeveralChoices() {
        ReadUsage usage = Answers.body("openai", "chat", """
                {"id":"c","model":"m","choices":[{"index":0},{"index":1}],
                 "usage":{"prompt_tokens":12,"completion_tokens":24,"total_tokens":36}}""");

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 12L, "output", 24L));
    }

    @Test
    void skipsTheEmptyNamesInAzuresFirstChunk() {
        ReadUsage usage = Answers.events(
                "azure",
                "chat",
                "{\"id\":\"\",\"model\":\"\",\"choices\":[],\"prompt_filter_results\":[]}",
                "{\"id\":\"chatcmpl-9\",\"model\":\"gpt-5-nano-2025-08-07\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}]}",
                "{\"id\":\"chatcmpl-9\",\"model\":\"gpt-5-nano-2025-08-07\",\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}");

        assertThat(usage.responseId()).isEqualTo("chatcmpl-9");
        assertThat(usage.main().call().model()).isEqualTo("gpt-5-nano-2025-08-07");
        assertThat(usage.status()).isEqualTo(ReadStatus.FINAL);
    }

    @Test
    void readsABlockedPromptAsAnErrorWithoutUsage() {
        ReadUsage usage = Answers.body("azure", "chat", "deployment", """
                {"error":{"code":"content_filter","status":400}}""");

        assertThat(usage.status()).isEqualTo(ReadStatus.MISSING);
        assertThat(usage.has(ReadFlag.ERROR)).isTrue();
    }

    @Test
    void namesTheModelOfACompactionAfterTheRequest() {
        ReadUsage usage = Answers.body("openai", "responses.compact", "gpt-5.4-mini", """
                {"id":"resp_1","object":"response.compaction","usage":{"input_tokens":156,"output_tokens":190,"total_tokens":346}}""");

        assertThat(usage.main().call().model()).isEqualTo("gpt-5.4-mini");
        assertThat(usage.status()).isEqualTo(ReadStatus.FINAL);
    }

    @Test
    void namesTheModelThatAzuresRouterChose() {
        ReadUsage usage = Answers.body("azure", "chat", "model-router", """
                {"id":"chatcmpl-1","model":"gpt-5-nano-2025-08-07",
                 "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""");

        assertThat(usage.main().call().model()).isEqualTo("gpt-5-nano-2025-08-07");
        assertThat(usage.main().call().requestModel()).isEqualTo("model-router");
    }

    @Test
    void leavesRejectedPredictionsInsideTheOutput() {
        ReadUsage usage = Answers.body("openai", "chat", """
                {"id":"chatcmpl-1","model":"gpt-4o","usage":{"prompt_tokens":10,"completion_tokens":90,"total_tokens":100,
                 "completion_tokens_details":{"accepted_prediction_tokens":20,"rejected_prediction_tokens":30}}}""");

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 10L, "output", 90L));
        assertThat(usage.flags()).isEmpty();
    }

    @Test
    void isMissingIfAResponseFailedWithoutUsage() {
        ReadUsage usage = Answers.events(
                "openai",
                "responses",
                "{\"type\":\"response.created\",\"response\":{\"id\":\"resp_1\",\"model\":\"gpt-5.4\",\"status\":\"in_progress\",\"usage\":null}}",
                "{\"type\":\"response.failed\",\"response\":{\"id\":\"resp_1\",\"model\":\"gpt-5.4\",\"status\":\"failed\",\"usage\":null,\"error\":{\"code\":\"server_error\"}}}");

        assertThat(usage.status()).isEqualTo(ReadStatus.MISSING);
        assertThat(usage.has(ReadFlag.ERROR)).isTrue();
        assertThat(usage.responseId()).isEqualTo("resp_1");
    }

    @Test
    void takesTheUsageOfAnIncompleteResponseForItsLastWord() {
        ReadUsage usage = Answers.events(
                "openai",
                "responses",
                "{\"type\":\"response.incomplete\",\"response\":{\"id\":\"resp_1\",\"model\":\"gpt-5.4\",\"status\":\"incomplete\",\"usage\":{\"input_tokens\":15,\"output_tokens\":9,\"total_tokens\":24}}}");

        assertThat(usage.status()).isEqualTo(ReadStatus.FINAL);
        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 15L, "output", 9L));
    }

    @Test
    void isMissingWhileABackgroundResponseIsQueued() {
        ReadUsage usage = Answers.body("openai", "responses", """
                {"id":"resp_1","status":"queued","model":"gpt-5.4","usage":null,"error":null}""");

        assertThat(usage.status()).isEqualTo(ReadStatus.MISSING);
        assertThat(usage.flags()).isEmpty();
    }

    @Test
    void readsEveryPollOfABackgroundResponseAsOneEventThatEndsWithItsUsage() {
        String polled = """
                {"id":"resp_1","object":"response","status":"%s","model":"gpt-5.4","background":true,"output":%s,"usage":%s}""";
        ReadUsage queued = Answers.body("openai", "responses", polled.formatted("queued", "[]", "null"));
        ReadUsage inProgress = Answers.body(
                "openai",
                "responses",
                polled.formatted("in_progress", "[{\"type\":\"reasoning\",\"summary\":[]}]", "null"));
        ReadUsage completed = Answers.body(
                "openai",
                "responses",
                polled.formatted(
                        "completed",
                        "[{\"type\":\"message\",\"status\":\"completed\"}]",
                        "{\"input_tokens\":15,\"output_tokens\":9,\"total_tokens\":24}"));

        List<UsageEvent> events = Stream.of(queued, inProgress, completed)
                .flatMap(poll -> poll.toEvents(Instant.EPOCH, SESSION).stream())
                .toList();

        assertThat(events)
                .extracting(UsageEvent::eventId)
                .containsExactly("openai:resp_1", "openai:resp_1", "openai:resp_1");
        assertThat(events)
                .extracting(UsageEvent::usageStatus)
                .containsExactly(UsageStatus.MISSING, UsageStatus.MISSING, UsageStatus.FINAL);
        assertThat(events)
                .extracting(
                        event -> event.usage().promptTokens() + event.usage().completionTokens())
                .containsExactly(0L, 0L, 24L);
    }

    @Test
    void takesAllZeroUsageForZeroAndNotForMissing() {
        ReadUsage usage = Answers.body("openai", "responses", """
                {"id":"resp_1","status":"completed","model":"m","usage":{"input_tokens":0,"output_tokens":0,"total_tokens":0}}""");

        assertThat(usage.status()).isEqualTo(ReadStatus.FINAL);
        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 0L, "output", 0L));
    }

    @Test
    void countsSearchesButNotThePagesOpenedAfterThem() {
        ReadUsage usage = Answers.body("openai", "responses", """
                {"id":"resp_1","status":"completed","model":"m","output":[
                  {"type":"web_search_call","status":"completed","action":{"type":"search","query":"q"}},
                  {"type":"web_search_call","status":"completed","action":{"type":"open_page","url":"u"}},
                  {"type":"web_search_call","status":"completed"},
                  {"type":"web_search_call","status":"failed"}],
                 "usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2}}""");

        assertThat(Answers.counts(usage)).containsEntry("web_search", 2L);
    }

    @Test
    void splitsCachedAudioFromCachedTextInRealtime() {
        ReadUsage usage = Answers.body("openai", "realtime", "gpt-realtime", """
                {"type":"response.done","response":{"id":"resp_1","usage":{"total_tokens":253,"input_tokens":132,"output_tokens":121,
                 "input_token_details":{"text_tokens":100,"audio_tokens":32,"cached_tokens":84,
                   "cached_tokens_details":{"text_tokens":64,"audio_tokens":20}},
                 "output_token_details":{"text_tokens":30,"audio_tokens":91}}}}""");

        assertThat(Answers.counts(usage))
                .isEqualTo(Map.of(
                        "input",
                        36L,
                        "input_audio",
                        12L,
                        "cache_read",
                        64L,
                        "cache_read_audio",
                        20L,
                        "output",
                        30L,
                        "output_audio",
                        91L));
    }

    @Test
    void flagsASessionWithSeveralResponses() {
        String done =
                "{\"type\":\"response.done\",\"response\":{\"id\":\"resp_%d\",\"usage\":{\"input_tokens\":%d,\"output_tokens\":1}}}";

        ReadUsage usage = Answers.events("openai", "realtime", done.formatted(1, 5), done.formatted(2, 7));

        assertThat(usage.has(ReadFlag.SEVERAL_RESPONSES)).isTrue();
        assertThat(usage.responseId()).isEqualTo("resp_2");
        assertThat(Answers.counts(usage)).containsEntry("input", 7L);
    }

    @Test
    void readsTranscriptionBilledBySecondsOrByTokens() {
        ReadUsage seconds = Answers.body(
                "openai",
                "audio.transcriptions",
                "whisper-1",
                "{\"text\":\"x\",\"usage\":{\"type\":\"duration\",\"seconds\":8.6}}");
        ReadUsage tokens = Answers.body("openai", "audio.transcriptions", "gpt-4o-transcribe", """
                {"text":"x","usage":{"type":"tokens","input_tokens":14,"input_token_details":{"text_tokens":4,"audio_tokens":10},
                 "output_tokens":45,"total_tokens":59}}""");

        assertThat(Answers.counts(seconds)).isEqualTo(Map.of("audio_second", 9L));
        assertThat(Answers.counts(tokens)).isEqualTo(Map.of("input", 4L, "input_audio", 10L, "output", 45L));
    }

    @Test
    void readsGeneratedImagesAsImageTokens() {
        ReadUsage usage = Answers.body("openai", "images", "gpt-image-2", """
                {"data":[],"usage":{"input_tokens":50,"output_tokens":4160,"total_tokens":4210,
                 "input_tokens_details":{"text_tokens":10,"image_tokens":40}}}""");

        assertThat(Answers.counts(usage))
                .isEqualTo(Map.of("input", 10L, "input_image", 40L, "output", 0L, "output_image", 4160L));
    }

    @Test
    void doesNotMeterTokenCounting() {
        ReadUsage usage = Answers.body("openai", "responses.input_tokens", "gpt-5.4", "{\"input_tokens\":11}");

        assertThat(usage.status()).isEqualTo(ReadStatus.NOT_BILLABLE);
    }

    @Test
    void flagsATotalThatDoesNotFitAndAdjustsNothing() {
        ReadUsage usage = Answers.body("openai", "chat", """
                {"id":"c","model":"m","usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":18}}""");

        assertThat(usage.has(ReadFlag.TOTAL_MISMATCH)).isTrue();
        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 10L, "output", 5L));
    }

    @Test
    void flagsCachedTokensBeyondThePrompt() {
        ReadUsage usage = Answers.body("openai", "chat", """
                {"id":"c","model":"m","usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,
                 "prompt_tokens_details":{"cached_tokens":12}}}""");

        assertThat(usage.flags()).contains(ReadFlag.CLAMPED, ReadFlag.TOTAL_MISMATCH);
        assertThat(Answers.counts(usage)).containsEntry("input", 0L).containsEntry("cache_read", 12L);
    }
}
