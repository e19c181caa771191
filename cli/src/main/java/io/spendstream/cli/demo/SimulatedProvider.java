package io.spendstream.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.cli.Output;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * Answers model calls with responses in the shape the provider documents, the counts drawn at random. Not thread-safe.
 */
public final class SimulatedProvider {
    private static final String ID_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private static final int ID_LENGTH = 24;

    private final RandomGenerator random;

    /** Creates a provider that draws from {@code random}. */
    public SimulatedProvider(RandomGenerator random) {
        this.random = random;
    }

    /** Returns the body of a response to {@code agent}: JSON, or server-sent events where it streams. */
    public byte[] answer(SimulatedAgent agent) {
        String body = agent.provider().equals("anthropic") ? anthropic(agent) : openai(agent);
        return body.getBytes(StandardCharsets.UTF_8);
    }

    private String openai(SimulatedAgent agent) {
        long prompt = around(agent.promptTokens());
        long completion = around(agent.completionTokens());
        long cached = random.nextInt(3) == 0 ? prompt / 128 * 64 : 0;
        long reasoning = agent.model().startsWith("gpt-5") ? completion * 6 / 10 : 0;
        ObjectNode usage = Output.object();
        usage.put("prompt_tokens", prompt);
        usage.put("completion_tokens", completion);
        usage.put("total_tokens", prompt + completion);
        usage.putObject("prompt_tokens_details").put("cached_tokens", cached).put("audio_tokens", 0);
        usage.putObject("completion_tokens_details")
                .put("reasoning_tokens", reasoning)
                .put("audio_tokens", 0)
                .put("accepted_prediction_tokens", 0)
                .put("rejected_prediction_tokens", 0);
        String id = "chatcmpl-" + id();
        if (!agent.isStreaming()) {
            ObjectNode body = chat(agent, id, "chat.completion");
            body.putArray("choices")
                    .addObject()
                    .put("index", 0)
                    .put("finish_reason", "stop")
                    .putObject("message")
                    .put("role", "assistant")
                    .put("content", "");
            body.set("usage", usage);
            return body.toString();
        }
        ObjectNode chunk = chat(agent, id, "chat.completion.chunk");
        chunk.putArray("choices").addObject().put("index", 0).putObject("delta").put("content", "");
        chunk.putNull("usage");
        ObjectNode last = chat(agent, id, "chat.completion.chunk");
        last.putArray("choices");
        last.set("usage", usage);
        return "data: " + chunk + "\n\ndata: " + last + "\n\ndata: [DONE]\n\n";
    }

    private static ObjectNode chat(SimulatedAgent agent, String id, String object) {
        ObjectNode body = Output.object();
        body.put("id", id);
        body.put("object", object);
        body.put("model", agent.model());
        body.put("service_tier", "default");
        return body;
    }

    private String anthropic(SimulatedAgent agent) {
        long prompt = around(agent.promptTokens());
        long cacheRead = random.nextInt(2) == 0 ? prompt * 3 / 4 : 0;
        long cacheWrite = cacheRead == 0 && random.nextInt(4) == 0 ? prompt / 2 : 0;
        ObjectNode usage = Output.object();
        usage.put("input_tokens", prompt - cacheRead - cacheWrite);
        usage.put("cache_creation_input_tokens", cacheWrite);
        usage.put("cache_read_input_tokens", cacheRead);
        usage.putObject("cache_creation")
                .put("ephemeral_5m_input_tokens", cacheWrite)
                .put("ephemeral_1h_input_tokens", 0);
        usage.put("output_tokens", around(agent.completionTokens()));
        usage.put("service_tier", "standard");
        ObjectNode message = Output.object();
        message.put("id", "msg_" + id());
        message.put("type", "message");
        message.put("role", "assistant");
        message.put("model", agent.model());
        message.putArray("content");
        if (!agent.isStreaming()) {
            message.put("stop_reason", "end_turn");
            message.set("usage", usage);
            return message.toString();
        }
        ObjectNode start = Output.object();
        ObjectNode firstUsage = usage.deepCopy();
        firstUsage.put("output_tokens", 1);
        message.set("usage", firstUsage);
        start.put("type", "message_start");
        start.set("message", message);
        ObjectNode delta = Output.object();
        delta.put("type", "message_delta");
        delta.putObject("delta").put("stop_reason", "end_turn");
        delta.putObject("usage").set("output_tokens", usage.get("output_tokens"));
        return "event: message_start\ndata: " + start + "\n\nevent: message_delta\ndata: " + delta
                + "\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
    }

    private long around(int tokens) {
        return Math.max(1, tokens / 2 + random.nextInt(tokens));
    }

    private String id() {
        var id = new StringBuilder(ID_LENGTH);
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length())));
        }
        return id.toString();
    }
}
