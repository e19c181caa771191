package io.spendstream.producer.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that no provider sends, unless something is very wrong. */
class HostileBodyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "true",
                "7",
                "\"text\"",
                "[",
                "[]]",
                "[1]",
                "{",
                "{}{}",
                "{\"usage\":",
                "<html></html>",
                "{\"usage\":{\"prompt_tokens\":1}} trailing",
                "\u0000",
                "{\"a\":\"\\ud800"
            })
    void isMissingAndMalformed(String body) {
        ReadUsage usage = Answers.body("openai", "chat", "gpt-5.1", body);

        assertThat(usage.status()).isEqualTo(ReadStatus.MISSING);
        assertThat(usage.has(ReadFlag.MALFORMED)).isTrue();
        assertThat(usage.main().call().model()).isEqualTo("gpt-5.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "1000000000001",
                "9223372036854775808",
                "1e400",
                "1e999999999",
                "\"many\"",
                "true",
                "1e-999999999"
            })
    void treatsWhatIsNoCountAsNotReported(String count) {
        ReadUsage usage = Answers.body("openai", "chat", """
                {"id":"x","model":"m","usage":{"prompt_tokens":%s,"completion_tokens":2}}""".formatted(count));

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("output", 2L));
        assertThat(usage.has(ReadFlag.MALFORMED)).isTrue();
    }

    @Test
    void isMissingIfASumIsBeyondAnyCall() {
        ReadUsage usage = Answers.body("google", "generateContent", """
                {"usageMetadata":{"promptTokenCount":1000000000000,"toolUsePromptTokenCount":1000000000000}}""");

        assertThat(usage.status()).isEqualTo(ReadStatus.MISSING);
        assertThat(usage.has(ReadFlag.MALFORMED)).isTrue();
    }

    @Test
    void takesNoUsageFromWhereAPromptCouldPutIt() {
        ReadUsage usage = Answers.body("openai", "chat", """
                {"id":"x","model":"m","choices":[{"message":{"content":"{\\"usage\\":{\\"prompt_tokens\\":9}}",
                 "usage":{"prompt_tokens":9,"completion_tokens":9}}}],"usage":{"prompt_tokens":1,"completion_tokens":2}}""");

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 1L, "output", 2L));
    }

    @Test
    void survivesTypesThatAreNotExpected() {
        ReadUsage usage = Answers.body("openai", "chat", """
                {"id":{"a":1},"model":["m"],"service_tier":{},"choices":{"index":0},
                 "usage":{"prompt_tokens":1,"prompt_tokens_details":7,"completion_tokens":2,"completion_tokens_details":[1]}}""");

        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 1L, "output", 2L));
        assertThat(usage.responseId()).isNull();
        assertThat(usage.main().call().model()).isEqualTo(ReadUsage.UNKNOWN_MODEL);
    }

    @Test
    void survivesNestingAsDeepAsItLikes() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);

        assertThat(Answers.body("openai", "chat", "{\"x\":" + deep + ",\"usage\":{\"prompt_tokens\":1}}")
                        .status())
                .isIn(ReadStatus.MISSING, ReadStatus.FINAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "\\u202e", "\\ud800"})
    void doesNotPassOnANameThatEventsRefuse(String name) {
        ReadUsage usage = Answers.body("openai", "chat", """
                {"id":"%s","model":"%s","usage":{"prompt_tokens":1,"completion_tokens":2}}""".formatted(name, name));

        assertThat(usage.main().call().model()).isEqualTo(ReadUsage.UNKNOWN_MODEL);
        assertThat(usage.responseId()).isNull();
    }

    @Test
    void dropsNamesThatAreTooLong() {
        String name = "x".repeat(1_000);

        ReadUsage usage = Answers.body("openai", "chat", "asked", """
                {"id":"%s","model":"%s","usage":{"prompt_tokens":1,"completion_tokens":2}}""".formatted(name, name));

        assertThat(usage.responseId()).isNull();
        assertThat(usage.main().call().model()).isEqualTo("asked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "\"NaN\"", "\"\"", "null", "[1]"})
    void statesNoCostThatIsNoNumber(String cost) {
        ReadUsage usage = Answers.body("openrouter", "chat", """
                {"id":"x","model":"m","usage":{"prompt_tokens":1,"completion_tokens":2,"cost":%s}}""".formatted(cost));

        assertThat(usage.providerCost()).isNull();
        assertThat(usage.status()).isEqualTo(ReadStatus.FINAL);
    }

    @Test
    void readsPastNumbersThatAreNotJson() {
        ReadUsage usage = Answers.body("google", "generateContent", """
                {"candidates":[{"avgLogprobs":NaN}],"usageMetadata":{"promptTokenCount":1}}""");

        assertThat(usage.status()).isEqualTo(ReadStatus.FINAL);
    }
}
