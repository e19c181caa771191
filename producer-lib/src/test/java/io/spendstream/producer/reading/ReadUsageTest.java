package io.spendstream.producer.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.contract.UsageStatus;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReadUsageTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:43:27.512Z");
    private static final Attribution SESSION =
            Attribution.builder("s-1").taskType("demo").build();

    private static List<UsageEvent> events(ReadUsage usage) {
        return usage.toEvents(NOW, SESSION);
    }

    @Test
    void identifiesAnEventByTheResponse() {
        ReadUsage usage = Answers.body("openai", "chat", "gpt-5.1", """
                {"id":"chatcmpl-1","model":"gpt-5.1-2026-01-10","service_tier":"flex","usage":{"prompt_tokens":10,"completion_tokens":2}}""");

        UsageEvent event = events(usage).get(0);

        assertThat(event.eventId()).isEqualTo("openai:chatcmpl-1");
        assertThat(event.timestamp()).isEqualTo(NOW);
        assertThat(event.attribution()).isEqualTo(SESSION);
        assertThat(event.call().model()).isEqualTo("gpt-5.1-2026-01-10");
        assertThat(event.call().requestModel()).isEqualTo("gpt-5.1");
        assertThat(event.call().api()).isEqualTo("chat");
        assertThat(event.call().serviceTier()).isEqualTo("flex");
        assertThat(event.usageStatus()).isEqualTo(UsageStatus.FINAL);
        assertThat(event.usage().promptTokens()).isEqualTo(10);
    }

    @Test
    void identifiesAnEventByTheCallWhereTheResponseHasNoId() {
        ReadUsage usage = Answers.body("openai", "embeddings", "{\"model\":\"m\",\"usage\":{\"prompt_tokens\":10}}");

        assertThat(events(usage)).extracting(UsageEvent::eventId).containsExactly(usage.callId());
        assertThat(UUID.fromString(usage.callId()).version()).isEqualTo(7);
        assertThat(usage.servedAs("batch").callId()).isEqualTo(usage.callId());
    }

    @Test
    void isEqualToAReadingThatSaysTheSameOfAnotherCall() {
        String body = "{\"model\":\"m\",\"usage\":{\"prompt_tokens\":10}}";
        ReadUsage first = Answers.body("openai", "embeddings", body);
        ReadUsage second = Answers.body("openai", "embeddings", body);

        assertThat(first.callId()).isNotEqualTo(second.callId());
        assertThat(first).isEqualTo(second).hasSameHashCodeAs(second);
        assertThat(first).isNotEqualTo(Answers.body("openai", "embeddings", body.replace("10", "11")));
        assertThat(first).isNotEqualTo(first.servedAs("batch"));
    }

    @Test
    void hasOneIdForAllReadingsOfAStreamAndAnotherForEveryStream() {
        UsageReader reader = Answers.reader("bedrock", "converse");
        StreamedUsage stream = reader.stream(ReadRequest.of("m"));
        ReadUsage before = stream.result();
        stream.feedEvent(Answers.bytes("{\"metadata\":{\"usage\":{\"inputTokens\":7,\"outputTokens\":8}}}"));

        assertThat(stream.result().status()).isEqualTo(ReadStatus.FINAL);
        assertThat(stream.result().callId()).isEqualTo(before.callId());
        assertThat(reader.stream(ReadRequest.of("m")).result().callId()).isNotEqualTo(before.callId());
    }

    @Test
    void numbersFurtherLinesAndStatesTheCostOnce() {
        ReadUsage usage = Answers.body("openrouter", "messages", """
                {"id":"gen-1","model":"a","usage":{"input_tokens":3,"output_tokens":2,"cost":0.5,"iterations":[
                 {"type":"message","input_tokens":3,"output_tokens":2},
                 {"type":"advisor_message","model":"b","input_tokens":7,"output_tokens":1},
                 {"type":"advisor_message","model":"c","input_tokens":8,"output_tokens":1}]}}""");

        assertThat(events(usage))
                .extracting(UsageEvent::eventId)
                .containsExactly("openrouter:gen-1", "openrouter:gen-1#1", "openrouter:gen-1#2");
        assertThat(events(usage).get(0).providerCost()).isEqualByComparingTo("0.5");
        assertThat(events(usage).get(1).providerCost()).isNull();
    }

    @Test
    void carriesItsFlagsOnEveryLine() {
        ReadUsage usage = Answers.body("anthropic", "messages", """
                {"id":"msg_1","model":"a","usage":{"input_tokens":3,"output_tokens":2,"cache_creation_input_tokens":5,
                 "iterations":[{"type":"message","input_tokens":3,"output_tokens":2,"cache_creation_input_tokens":5},
                 {"type":"advisor_message","model":"b","input_tokens":7,"output_tokens":1}]}}""");

        assertThat(events(usage))
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.usageFlags()).containsExactly("lifetime_unknown"));
    }

    @Test
    void namesEveryFlagAsAnEventCanCarryIt() {
        var call = ModelCall.of("openai", "gpt-5.1");
        var usage = new ReadUsage(
                ReadStatus.FINAL,
                "x",
                "minted",
                List.of(new UsageLine(call, UsageCounts.of(1, 1))),
                null,
                EnumSet.complementOf(EnumSet.of(ReadFlag.REFUSED)));

        UsageEvent event = events(usage).get(0);

        assertThat(event.usageFlags()).hasSize(ReadFlag.values().length - 1);
        assertThat(UsageEventJson.read(UsageEventJson.write(event))).isEqualTo(event);
    }

    @Test
    void recordsMissingUsageAsMissing() {
        ReadUsage usage = Answers.body("openai", "chat", "gpt-5.1", "{\"id\":\"chatcmpl-1\"}");

        UsageEvent event = events(usage).get(0);

        assertThat(event.usageStatus()).isEqualTo(UsageStatus.MISSING);
        assertThat(event.usage().isEmpty()).isTrue();
        assertThat(event.call().model()).isEqualTo("gpt-5.1");
    }

    @Test
    void recordsAStreamCutShortAsProvisional() {
        ReadUsage usage = Answers.events(
                "anthropic",
                "messages",
                "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"m\",\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}}");

        assertThat(events(usage).get(0).usageStatus()).isEqualTo(UsageStatus.PROVISIONAL);
    }

    @Test
    void recordsNothingForWhatIsFree() {
        assertThat(events(Answers.body("anthropic", "messages.count_tokens", "{\"input_tokens\":7}")))
                .isEmpty();
    }

    @Test
    void recordsARefusalOnlyWhileItWasBilled() {
        ReadUsage usage = Answers.body("anthropic", "messages", """
                {"id":"msg_1","model":"m","stop_reason":"refusal","usage":{"input_tokens":412,"output_tokens":0}}""");

        assertThat(usage.toEvents(Instant.parse("2026-06-01T23:59:59Z"), SESSION))
                .hasSize(1);
        assertThat(usage.toEvents(Instant.parse("2026-06-02T00:00:00Z"), SESSION))
                .isEmpty();
    }

    @Test
    void tagsInferenceKeptInTheUs() {
        ReadUsage usage = Answers.body("anthropic", "messages", """
                {"id":"msg_1","model":"m","usage":{"input_tokens":412,"output_tokens":1,"inference_geo":"us"}}""");

        assertThat(events(usage).get(0).attribution().tags()).containsEntry("inference_geo", "us");
    }

    @Test
    void roundsTheNoiseOfAStatedCostSoThatTheEventCanBeWritten() {
        ReadUsage usage = Answers.body("bedrock", "converse", "m", """
                {"usage":{"inputTokens":7,"outputTokens":78,"totalTokens":85,"pydantic_ai_gateway":{"cost_estimate":1.1165000000000002e-05}}}""");

        UsageEvent event = events(usage).get(0);

        assertThat(event.providerCost()).isEqualByComparingTo("0.00001116500000000000");
        assertThat(UsageEventJson.read(UsageEventJson.write(event))).isEqualTo(event);
    }

    @Test
    void takesTheTierFromACallerWhoKnowsBetter() {
        ReadUsage usage = Answers.body("openai", "chat", """
                {"id":"c","model":"m","service_tier":"default","usage":{"prompt_tokens":1,"completion_tokens":2}}""");

        assertThat(events(usage.servedAs("batch")).get(0).call().serviceTier()).isEqualTo("batch");
    }

    @Test
    void writesEveryOneOfOurOwnResponsesAsEventsThatReadBack() {
        for (Payloads.Response response : Payloads.ownResponses()) {
            ReadUsage usage =
                    response.isStream() ? fed(response) : response.reader().read(response.bytes(), response.request());
            for (UsageEvent event : events(usage)) {
                assertThat(UsageEventJson.read(UsageEventJson.write(event)))
                        .as("%s", response)
                        .isEqualTo(event);
            }
        }
    }

    private static ReadUsage fed(Payloads.Response response) {
        StreamFormat format = response.format();
        StreamedUsage stream = response.reader().stream(response.request(), format == null ? StreamFormat.SSE : format);
        stream.feed(response.bytes());
        return stream.result();
    }
}
