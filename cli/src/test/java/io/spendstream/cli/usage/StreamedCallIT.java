package io.spendstream.cli.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.cli.connection.Trackers;
import io.spendstream.cli.instance.Ledger;
import io.spendstream.cli.instance.SharedInstance;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.UsageCounts;
import io.spendstream.producer.TokenTracker;
import io.spendstream.producer.TrackContext;
import io.spendstream.producer.reading.ReadRequest;
import io.spendstream.producer.reading.ReadStatus;
import io.spendstream.producer.reading.ReadUsage;
import io.spendstream.producer.reading.StreamedUsage;
import io.spendstream.producer.reading.UsageReader;
import io.spendstream.producer.reading.UsageReaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls that say their usage in several breaths, from the agent to the table. */
class StreamedCallIT {
    private static final Duration LONG = Duration.ofMinutes(2);

    /** Enough events of other calls that each partition gets one after what was sent before. */
    private static final int MARKERS = 200;

    private static final String START = """
            data: {"type":"message_start","message":{"id":"%s","model":"claude-sonnet-4-5-20250929","usage":{"input_tokens":2000,"cache_read_input_tokens":500,"output_tokens":3}}}

            """;
    private static final String END = """
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":2000,"cache_read_input_tokens":500,"output_tokens":812}}

            data: {"type":"message_stop"}

            """;
    private static final String GEMINI_CHUNK = """
            {"modelVersion":"gemini-2.5-flash","candidates":[{%s"index":0}],"usageMetadata":{"promptTokenCount":2000,"candidatesTokenCount":%d}}""";
    private static final String POLL = """
            {"id":"%s","object":"response","status":"%s","model":"gpt-5-mini-2025-08-07","background":true,"usage":%s}""";
    private static final String POLLED_USAGE = """
            {"input_tokens":1500,"output_tokens":320,"total_tokens":1820}""";

    private final Ledger ledger = new Ledger(SharedInstance.connection());
    private final TokenTracker tracker = Trackers.open(SharedInstance.connection());
    private final String run = UUID.randomUUID().toString();
    private final String session = "streamed-" + run;
    private final Attribution attribution =
            Attribution.builder(session).taskType("test").team("streams").build();

    @AfterEach
    void close() {
        tracker.close();
    }

    @Test
    void aResponseCutByTheClientIsARowAndItsLastWordACorrectionThatMakesItsSumExact() {
        String id = "msg_cut_" + run;
        StreamedUsage stream = messages();
        stream.feed(START.formatted(id).getBytes(UTF_8));
        ReadUsage cut = stream.result();
        tracker.record(attribution, cut);
        ledger.awaitRow("anthropic:" + id);

        stream.feed(END.getBytes(UTF_8));
        ReadUsage whole = stream.result();
        tracker.record(attribution, whole);
        recordWithoutACut("msg_whole_" + run);
        awaitEverything();

        assertThat(cut.status()).isEqualTo(ReadStatus.PROVISIONAL);
        assertThat(whole.status()).isEqualTo(ReadStatus.FINAL);
        List<Map<String, String>> rows =
                ledger.rows("SELECT * FROM token_usage WHERE event_id = ? ORDER BY entry", "anthropic:" + id);
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0))
                .containsEntry("entry", "0")
                .containsEntry("usage_status", "provisional")
                .containsEntry("prompt_tokens", "2500")
                .containsEntry("completion_tokens", "3")
                .containsEntry("reason", "null");
        assertThat(rows.get(1))
                .containsEntry("entry", "1")
                .containsEntry("usage_status", "final")
                .containsEntry("prompt_tokens", "0")
                .containsEntry("completion_tokens", "809")
                .containsEntry("reason", "superseded")
                .containsEntry("timestamp", rows.get(0).get("timestamp"));
        assertThat(sumOf("anthropic:" + id)).isEqualTo(sumOf("anthropic:msg_whole_" + run));
        assertThat(sumOf("anthropic:" + id))
                .containsEntry("prompt", "2500")
                .containsEntry("cached", "500")
                .containsEntry("completion", "812")
                .containsEntry("calls", "1");
    }

    @ParameterizedTest
    @MethodSource("streamsWithoutAnId")
    void aCutStreamAndTheWholeOfItAreOneCallThoughTheApiHasNoResponseId(
            String provider, String api, String model, String first, String rest) {
        UsageReader reader = UsageReaders.of(provider, api).orElseThrow();
        StreamedUsage stream = reader.stream(ReadRequest.of(model));
        stream.feedEvent(first.getBytes(UTF_8));
        ReadUsage cut = stream.result();
        tracker.record(attribution, cut);
        ledger.awaitRow(cut.callId());
        stream.feedEvent(rest.getBytes(UTF_8));
        ReadUsage whole = stream.result();
        tracker.record(attribution, whole);
        tracker.record(attribution, whole);
        StreamedUsage uncut = reader.stream(ReadRequest.of(model));
        uncut.feedEvent(first.getBytes(UTF_8));
        uncut.feedEvent(rest.getBytes(UTF_8));
        ReadUsage alone = uncut.result();
        tracker.record(attribution, alone);
        awaitEverything();

        assertThat(cut.responseId()).isNull();
        assertThat(cut.status()).isNotEqualTo(ReadStatus.FINAL);
        assertThat(whole.status()).isEqualTo(ReadStatus.FINAL);
        assertThat(ledger.rows("SELECT entry FROM token_usage WHERE event_id = ? ORDER BY entry", cut.callId()))
                .extracting(row -> row.get("entry"))
                .containsExactly("0", "1");
        assertThat(sumOf(cut.callId()))
                .isEqualTo(sumOf(alone.callId()))
                .containsEntry("calls", "1")
                .containsEntry("prompt", "2000")
                .containsEntry("completion", "812")
                .containsEntry("unpriced", "0");
        assertThat(ledger.rows("SELECT DISTINCT event_id FROM token_usage WHERE session_id = ?", session))
                .hasSize(2);
    }

    /** Returns provider, API, model asked for, and the two events of a stream: one reports early, one at the end. */
    static List<Arguments> streamsWithoutAnId() {
        return List.of(
                Arguments.of(
                        "google",
                        "generateContent",
                        "gemini-2.5-flash",
                        GEMINI_CHUNK.formatted("", 3),
                        GEMINI_CHUNK.formatted("\"finishReason\":\"STOP\",", 812)),
                Arguments.of(
                        "bedrock",
                        "converse",
                        "anthropic.claude-sonnet-4-5-20250929-v1:0",
                        "{\"messageStart\":{\"role\":\"assistant\"}}",
                        "{\"metadata\":{\"usage\":{\"inputTokens\":2000,\"outputTokens\":812,\"totalTokens\":2812}}}"));
    }

    @Test
    void aRetryThatGetsTheSameResponseAgainCountsOnce() {
        String id = "resp_retry_" + run;
        var context = new TrackContext(attribution, "openai", "responses", "gpt-5-mini");
        byte[] response = POLL.formatted(id, "completed", POLLED_USAGE).getBytes(UTF_8);
        tracker.track(context, () -> response);
        ledger.awaitRow("openai:" + id);

        tracker.track(context, () -> response);
        awaitEverything();

        assertThat(ledger.rows("SELECT entry FROM token_usage WHERE event_id = ?", "openai:" + id))
                .hasSize(1);
        assertThat(sumOf("openai:" + id))
                .containsEntry("calls", "1")
                .containsEntry("prompt", "1500")
                .containsEntry("completion", "320");
    }

    @Test
    void pollsAndRepeatedUsageOfOneResponseCountOnce() {
        String id = "resp_" + run;
        var context = new TrackContext(attribution, "openai", "responses", "gpt-5-mini");
        for (String status : List.of("queued", "in_progress", "in_progress")) {
            tracker.track(context, () -> POLL.formatted(id, status, "null").getBytes(UTF_8));
        }
        for (int poll = 0; poll < 5; poll++) {
            tracker.track(
                    context, () -> POLL.formatted(id, "completed", POLLED_USAGE).getBytes(UTF_8));
        }
        recordWithEveryEventTwice("msg_twice_" + run);
        recordWithEveryEventTwice("msg_twice_" + run);
        awaitEverything();

        assertThat(sumOf("openai:" + id))
                .containsEntry("calls", "1")
                .containsEntry("prompt", "1500")
                .containsEntry("completion", "320")
                .containsEntry("unpriced", "0");
        assertThat(sumOf("anthropic:msg_twice_" + run))
                .containsEntry("calls", "1")
                .containsEntry("prompt", "2500")
                .containsEntry("completion", "812");
        assertThat(ledger.number(
                        "SELECT sum(calls) FROM token_usage_rollup WHERE team = 'streams' AND provider = 'openai'"))
                .isEqualTo(ledger.number("SELECT count(*) FROM token_usage WHERE team = 'streams'"
                        + " AND provider = 'openai' AND entry = 0"));
    }

    private static StreamedUsage messages() {
        return UsageReaders.of("anthropic", "messages").orElseThrow().stream(ReadRequest.of(null));
    }

    private void recordWithoutACut(String id) {
        StreamedUsage stream = messages();
        stream.feed((START.formatted(id) + END).getBytes(UTF_8));
        tracker.record(attribution, stream.result());
    }

    private void recordWithEveryEventTwice(String id) {
        String start = START.formatted(id);
        StreamedUsage stream = messages();
        stream.feed((start + start + END + END).getBytes(UTF_8));
        tracker.record(attribution, stream.result());
    }

    /** Waits until all that was recorded before has gone through, whatever became of it. */
    private void awaitEverything() {
        String markers = session + "-markers";
        Attribution others = Attribution.builder(markers).build();
        for (int i = 0; i < MARKERS; i++) {
            tracker.record(others, ModelCall.of("openai", "gpt-5-mini"), UsageCounts.of(1, 1));
        }
        assertThat(tracker.flush(LONG)).isTrue();
        ledger.awaitCalls(markers, MARKERS);
    }

    private Map<String, String> sumOf(String eventId) {
        return ledger.rows("""
                        SELECT count(*) FILTER (WHERE entry = 0) AS calls, sum(prompt_tokens) AS prompt,
                               sum(cache_read_tokens) AS cached, sum(completion_tokens) AS completion,
                               sum(unpriced_calls) AS unpriced, sum(cost_exact) AS cost
                        FROM token_usage WHERE event_id = ?""", eventId).get(0);
    }
}
