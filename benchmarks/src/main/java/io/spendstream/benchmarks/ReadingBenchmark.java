package io.spendstream.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.producer.reading.ReadRequest;
import io.spendstream.producer.reading.ReadUsage;
import io.spendstream.producer.reading.UsageReader;
import io.spendstream.producer.reading.UsageReaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading the usage of a response of 2 KB, against Jackson's {@code readTree} of the same bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReadingBenchmark {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ANSWER =
            "All the world's a stage, and all the men and women merely players. ".repeat(22);

    private static final String CHAT = """
            {"id":"chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT","object":"chat.completion","created":1741569952,
             "model":"gpt-4o-2024-08-06","choices":[{"index":0,"message":{"role":"assistant","content":"%s",
             "refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],
             "usage":{"prompt_tokens":1019,"completion_tokens":310,"total_tokens":1329,
             "prompt_tokens_details":{"cached_tokens":512,"audio_tokens":0},
             "completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,
             "accepted_prediction_tokens":0,"rejected_prediction_tokens":0}},"service_tier":"default"}
            """.formatted(ANSWER);

    private static final String MESSAGES = """
            {"id":"msg_01XFDUDYJgAACzvnptvVoYEL","type":"message","role":"assistant",
             "model":"claude-sonnet-4-5-20250929","content":[{"type":"text","text":"%s"}],
             "stop_reason":"end_turn","stop_sequence":null,
             "usage":{"input_tokens":95,"cache_creation_input_tokens":418,"cache_read_input_tokens":1111,
             "cache_creation":{"ephemeral_5m_input_tokens":418,"ephemeral_1h_input_tokens":0},
             "output_tokens":333,"service_tier":"standard"}}
            """.formatted(ANSWER);

    /** Whose response is read. */
    @Param({"openai chat", "anthropic messages"})
    public String response = "openai chat";

    private byte[] body = {};
    private UsageReader reader = reader("openai", "chat");
    private final ReadRequest request = ReadRequest.of(null);

    /** Chooses the response. */
    @Setup
    public void choose() {
        boolean isChat = response.equals("openai chat");
        body = (isChat ? CHAT : MESSAGES).getBytes(StandardCharsets.UTF_8);
        reader = isChat ? reader("openai", "chat") : reader("anthropic", "messages");
    }

    private static UsageReader reader(String provider, String api) {
        return UsageReaders.of(provider, api).orElseThrow();
    }

    /** Ours. */
    @Benchmark
    public ReadUsage readUsage() {
        return reader.read(body, request);
    }

    /** What it is measured against. */
    @Benchmark
    public JsonNode readTree() throws IOException {
        return JSON.readTree(body);
    }
}
