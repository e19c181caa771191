package io.spendstream.producer.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Anthropic's messages must not be misread as. */
class AnthropicReadingTest {
    private static final String START = """
            {"type":"message_start","message":{"id":"msg_1","type":"message","model":"claude-sonnet-5","stop_reason":null,
             "usage":{"input_tokens":2,"cache_creation_input_tokens":3068,"cache_read_input_tokens":0,
              "cache_creation":{"ephemeral_5m_input_tokens":68,"ephemeral_1h_input_tokens":3000},
              "output_tokens":69,"service_tier":"standard"}}}""";
    private static final String STOP = "{\"type\":\"message_stop\"}";

    @Test
    void leavesTheInputAsItIsBesideTheCache() {
        ReadUsage usage = Answers.body("anthropic", "messages", """
                {"id":"msg_1","type":"message","model":"claude-sonnet-5","usage":{"input_tokens":3,
                 "cache_creation_input_tokens":418,"cache_read_input_tokens":1111,
                 "cache_creation":{"ephemeral_5m_input_tokens":418,"ephemeral_1h_input_tokens":0},"output_tokens":33}}""");

        assertThat(Answers.counts(usage))
                .isEqualTo(Map.of(
                        "input", 3L, "cache_read", 1111L, "cache_write_5m", 418L, "cache_write_1h", 0L, "output", 33L));
        assertThat(usage.flags()).isEmpty();
    }

    @Test
    void readsTheSameFieldNameInsideOutAtOpenAi() {
        String usage =
                "{\"id\":\"x\",\"model\":\"m\",\"status\":\"completed\",\"usage\":{\"input_tokens\":100,\"output_tokens\":1,"
                        + "\"input_tokens_details\":{\"cached_tokens\":40},\"cache_read_input_tokens\":40}}";

        assertThat(Answers.counts(Answers.body("openai", "responses", usage))).containsEntry("input", 60L);
        assertThat(Answers.counts(Answers.body("anthropic", "messages", usage))).containsEntry("input", 100L);
    }

    @Test
    void countsWritesOfUnknownLifetimeAsFiveMinuteOnesAndSaysSo() {
        ReadUsage usage = Answers.body("anthropic", "messages", """
                {"id":"msg_1","model":"m","usage":{"input_tokens":4,"cache_creation_input_tokens":1165,"output_tokens":1}}""");

        assertThat(Answers.counts(usage)).containsEntry("cache_write_5m", 1165L).doesNotContainKey("cache_write_1h");
        assertThat(usage.has(ReadFlag.LIFETIME_UNKNOWN)).isTrue();
    }

    @Test
    void letsTheDeltaReplaceTheStart() {
        ReadUsage usage = Answers.events("anthropic", "messages", START, """
                {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":22397,
                 "cache_creation_input_tokens":3068,"cache_read_input_tokens":6289,"output_tokens":198}}""", STOP);

        assertThat(Answers.counts(usage))
                .containsEntry("input", 22397L)
                .containsEntry("cache_read", 6289L)
                .containsEntry("output", 198L);
        assertThat(usage.status()).isEqualTo(ReadStatus.FINAL);
        assertThat(usage.main().call().serviceTier()).isEqualTo("standard");
    }

    @Test
    void keepsTheStartWhereTheDeltaSaysNothing() {
        ReadUsage usage = Answers.events("anthropic", "messages", START, """
                {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":201}}""", STOP);

        assertThat(Answers.counts(usage))
                .isEqualTo(Map.of(
                        "input", 2L, "cache_read", 0L, "cache_write_5m", 68L, "cache_write_1h", 3000L, "output", 201L));
    }

    @Test
    void countsWhatASplitThatWentStaleLacksAsFiveMinuteWrites() {
        ReadUsage usage = Answers.events("anthropic", "messages", START, """
                {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"cache_creation_input_tokens":3337,"output_tokens":201}}""");

        assertThat(Answers.counts(usage)).containsEntry("cache_write_5m", 337L).containsEntry("cache_write_1h", 3000L);
        assertThat(usage.has(ReadFlag.LIFETIME_UNKNOWN)).isTrue();
    }

    @Test
    void ignoresAStartThatIsRepeatedAfterTheDelta() {
        String delta = """
                {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":6,"output_tokens":201}}""";

        ReadUsage once = Answers.events("anthropic", "messages", START, delta, STOP);

        assertThat(Answers.events("anthropic", "messages", START, START, delta, START, delta, STOP))
                .isEqualTo(once);
    }

    @Test
    void isProvisionalUntilTheDelta() {
        ReadUsage usage = Answers.events("anthropic", "messages", START);

        assertThat(usage.status()).isEqualTo(ReadStatus.PROVISIONAL);
        assertThat(Answers.counts(usage)).containsEntry("output", 69L);
    }

    @Test
    void addsCompactionThatTheTopLevelHides() {
        ReadUsage usage = Answers.body("anthropic", "messages", """
                {"id":"msg_1","model":"claude-sonnet-5","usage":{"input_tokens":220,"output_tokens":8,"iterations":[
                  {"type":"compaction","input_tokens":55196,"output_tokens":125},
                  {"type":"message","input_tokens":220,"output_tokens":8}]}}""");

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 55416L, "output", 133L));
        assertThat(usage.lines()).hasSize(1);
    }

    @Test
    void givesAnAdvisorALineOfItsOwnModel() {
        ReadUsage usage = Answers.body("anthropic", "messages", """
                {"id":"msg_1","model":"claude-sonnet-5","usage":{"input_tokens":2390,"output_tokens":121,
                 "output_tokens_details":{"thinking_tokens":28},"server_tool_use":{"web_search_requests":1},"iterations":[
                  {"type":"message","input_tokens":1128,"output_tokens":110},
                  {"type":"advisor_message","model":"claude-opus-4-8","input_tokens":2518,"output_tokens":22,
                   "cache_creation_input_tokens":100,"cache_creation":{"ephemeral_1h_input_tokens":100,"ephemeral_5m_input_tokens":0}},
                  {"type":"message","input_tokens":1262,"output_tokens":11}]}}""");

        assertThat(usage.lines()).hasSize(2);
        assertThat(Answers.counts(usage.lines().get(0)))
                .isEqualTo(Map.of("input", 2390L, "output", 93L, "reasoning", 28L, "web_search", 1L));
        assertThat(usage.lines().get(1).call().model()).isEqualTo("claude-opus-4-8");
        assertThat(Answers.counts(usage.lines().get(1)))
                .isEqualTo(Map.of("input", 2518L, "output", 22L, "cache_write_5m", 0L, "cache_write_1h", 100L));
    }

    @Test
    void chargesAFallbackToTheModelThatAnswered() {
        ReadUsage usage = Answers.events(
                "anthropic",
                "messages",
                "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"claude-fable-5\",\"usage\":{\"input_tokens\":480,\"output_tokens\":0}}}",
                """
                {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":500,"output_tokens":40,"iterations":[
                  {"type":"message","model":"claude-fable-5","input_tokens":480,"output_tokens":0},
                  {"type":"fallback_message","model":"claude-opus-4-8","input_tokens":500,"output_tokens":40}]}}""");

        assertThat(usage.lines()).hasSize(1);
        assertThat(usage.main().call().model()).isEqualTo("claude-opus-4-8");
        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 500L, "output", 40L));
    }

    @Test
    void chargesWhatADecliningModelHadAlreadyWritten() {
        ReadUsage usage = Answers.body("anthropic", "messages", """
                {"id":"msg_1","model":"claude-opus-4-8","usage":{"input_tokens":500,"output_tokens":40,"iterations":[
                  {"type":"message","model":"claude-fable-5","input_tokens":480,"output_tokens":17},
                  {"type":"fallback_message","model":"claude-opus-4-8","input_tokens":500,"output_tokens":40}]}}""");

        assertThat(usage.lines()).hasSize(2);
        assertThat(usage.lines().get(1).call().model()).isEqualTo("claude-fable-5");
        assertThat(Answers.counts(usage.lines().get(1))).isEqualTo(Map.of("input", 480L, "output", 17L));
    }

    @Test
    void countsWebSearchesAndNotFetches() {
        ReadUsage usage = Answers.body("anthropic", "messages", """
                {"id":"msg_1","model":"m","usage":{"input_tokens":4,"output_tokens":1,
                 "server_tool_use":{"web_search_requests":3,"web_fetch_requests":9}}}""");

        assertThat(Answers.counts(usage)).containsEntry("web_search", 3L);
    }

    @Test
    void readsFastModeAsATier() {
        ReadUsage usage = Answers.body("anthropic", "messages", """
                {"id":"msg_1","model":"m","usage":{"input_tokens":4,"output_tokens":1,"service_tier":"standard","speed":"fast"}}""");

        assertThat(usage.main().call().serviceTier()).isEqualTo("fast");
    }

    @Test
    void flagsInferenceKeptInTheUs() {
        String body =
                "{\"id\":\"msg_1\",\"model\":\"m\",\"usage\":{\"input_tokens\":4,\"output_tokens\":1,\"inference_geo\":\"%s\"}}";

        assertThat(Answers.body("anthropic", "messages", body.formatted("us")).has(ReadFlag.US_INFERENCE))
                .isTrue();
        assertThat(Answers.body("anthropic", "messages", body.formatted("global"))
                        .flags())
                .isEmpty();
    }

    @Test
    void flagsARefusalBeforeAnyOutput() {
        String body =
                "{\"id\":\"msg_1\",\"model\":\"m\",\"stop_reason\":\"refusal\",\"usage\":{\"input_tokens\":412,\"output_tokens\":%d}}";

        assertThat(Answers.body("anthropic", "messages", body.formatted(0)).has(ReadFlag.REFUSED))
                .isTrue();
        assertThat(Answers.body("anthropic", "messages", body.formatted(5)).has(ReadFlag.REFUSED))
                .isFalse();
    }

    @Test
    void keepsTheSumOverServerSideLoops() {
        ReadUsage usage = Answers.body("anthropic", "messages", """
                {"id":"msg_1","model":"m","stop_reason":"pause_turn","usage":{"input_tokens":401468,"output_tokens":792}}""");

        assertThat(Answers.counts(usage)).containsEntry("input", 401468L);
    }

    @Test
    void doesNotMeterTokenCounting() {
        ReadUsage usage =
                Answers.body("anthropic", "messages.count_tokens", "claude-sonnet-5", "{\"input_tokens\":1114}");

        assertThat(usage.status()).isEqualTo(ReadStatus.NOT_BILLABLE);
        assertThat(usage.main().usage().isEmpty()).isTrue();
    }

    @Test
    void ignoresTheIterationsOfAClaudeCodeResult() {
        ReadUsage usage = Answers.body("anthropic", "claude-code", """
                {"type":"result","uuid":"u-1","total_cost_usd":2.8701295,"usage":{"input_tokens":12,"cache_creation_input_tokens":1200,
                 "cache_read_input_tokens":9000,"cache_creation":{"ephemeral_1h_input_tokens":1200,"ephemeral_5m_input_tokens":0},
                 "output_tokens":340,"iterations":[{"type":"message","input_tokens":4,"output_tokens":100}]},
                 "modelUsage":{"claude-opus-5":{"inputTokens":12,"outputTokens":340,"cacheReadInputTokens":9000,"cacheCreationInputTokens":1200}}}""");

        assertThat(Answers.counts(usage))
                .isEqualTo(Map.of(
                        "input",
                        12L,
                        "cache_read",
                        9000L,
                        "cache_write_5m",
                        0L,
                        "cache_write_1h",
                        1200L,
                        "output",
                        340L));
        assertThat(usage.main().call().model()).isEqualTo("claude-opus-5");
        assertThat(usage.providerCost()).isEqualByComparingTo("2.8701295");
    }

    @Test
    void givesEachModelOfAClaudeCodeSessionALine() {
        ReadUsage usage = Answers.body("anthropic", "claude-code", """
                {"type":"result","usage":{"input_tokens":15,"output_tokens":350},
                 "modelUsage":{"claude-opus-5":{"inputTokens":12,"outputTokens":340},"claude-haiku-5":{"inputTokens":3,"outputTokens":10}}}""");

        assertThat(usage.lines())
                .extracting(line -> line.call().model())
                .containsExactly("claude-opus-5", "claude-haiku-5");
        assertThat(Answers.counts(usage.lines().get(1))).isEqualTo(Map.of("input", 3L, "output", 10L));
    }
}
