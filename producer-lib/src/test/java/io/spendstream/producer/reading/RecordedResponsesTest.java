package io.spendstream.producer.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.contract.UsageCounts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Recorded responses of providers, if present: real ones are not always as documented. */
class RecordedResponsesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void readsEachAsTheIndexSays() throws Exception {
        List<UsageIndexCheck.FileResult> results = UsageIndexCheck.run(recorded());

        assertThat(results).isNotEmpty();
        assertThat(results.stream().filter(result -> !result.passed())).isEmpty();
        assertThat(results.stream()
                        .filter(result -> result.flags().contains(ReadFlag.TOTAL_MISMATCH)
                                || result.flags().contains(ReadFlag.MALFORMED)))
                .isEmpty();
    }

    @Test
    void readsDisjointCountsThatAddUpToTheReportedTotals() throws Exception {
        List<String> lines =
                Files.readAllLines(recorded().resolve("recorded_usage_objects.jsonl"), StandardCharsets.UTF_8);
        var wrong = new ArrayList<String>();
        for (String line : lines) {
            JsonNode call = JSON.readTree(line);
            ReadUsage usage = read(call);
            UsageCounts counts = usage.main().usage();
            long found = counts.promptTokens() + counts.completionTokens();
            if (usage.status() != ReadStatus.FINAL || found != total(call.path("usage"))) {
                wrong.add(usage + " of " + line);
            }
        }

        assertThat(lines).isNotEmpty();
        assertThat(wrong).isEmpty();
    }

    private static Path recorded() {
        Optional<Path> folder = Payloads.recorded();
        assumeTrue(folder.isPresent(), "there are no recorded responses here");
        return folder.orElseThrow();
    }

    private static ReadUsage read(JsonNode call) {
        String path = call.path("path").asText();
        String provider = provider(call.path("host").asText(), path);
        String field = path.contains("google") || path.contains("v1beta/models") ? "usageMetadata" : "usage";
        String body = JSON.createObjectNode()
                .put("id", "x")
                .put("status", "completed")
                .set(field, call.path("usage"))
                .toString();
        String model = path.contains("/model/")
                ? path.substring(path.indexOf("/model/") + 7)
                : call.path("model").asText();
        return Answers.body(provider, api(path), model, body);
    }

    private static String provider(String host, String path) {
        if (host.endsWith("googleapis.com")) {
            return "google";
        }
        if (host.startsWith("bedrock") || path.startsWith("/bedrock")) {
            return "bedrock";
        }
        if (path.startsWith("/groq")) {
            return "groq";
        }
        List<String> known = List.of(
                "anthropic",
                "azure",
                "cerebras",
                "cohere",
                "deepseek",
                "groq",
                "huggingface",
                "mistral",
                "ollama",
                "openai",
                "openrouter",
                "voyage",
                "z.ai");
        return known.stream().filter(host::contains).findFirst().orElse(host);
    }

    private static String api(String path) {
        if (path.endsWith(":generateContent")) {
            return "generateContent";
        }
        if (path.endsWith("mbedContents")) {
            return "batchEmbedContents";
        }
        if (path.endsWith("/converse")) {
            return "converse";
        }
        if (path.endsWith("/invoke")) {
            return "invoke-model";
        }
        if (path.endsWith("/embeddings")) {
            return "embeddings";
        }
        if (path.endsWith("/messages")) {
            return "messages";
        }
        return path.contains("/responses") ? "responses" : "chat.completions";
    }

    /** Returns the total a provider reports, or what its documentation says adds up to it. */
    private static long total(JsonNode usage) {
        for (String name : List.of("total_tokens", "totalTokens", "totalTokenCount")) {
            if (usage.has(name)) {
                return usage.get(name).asLong();
            }
        }
        if (usage.has("billed_units")) {
            return sum(usage.get("billed_units"), "input_tokens", "output_tokens");
        }
        if (usage.has("iterations")) {
            long sum = 0;
            for (JsonNode run : usage.get("iterations")) {
                sum += run.path("type").asText().equals("advisor_message") ? 0 : anthropic(run);
            }
            return sum;
        }
        return usage.has("input_tokens")
                ? anthropic(usage)
                : usage.path("promptTokenCount").asLong();
    }

    private static long anthropic(JsonNode usage) {
        return sum(usage, "input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens", "output_tokens");
    }

    private static long sum(JsonNode node, String... names) {
        long sum = 0;
        for (String name : names) {
            sum += node.path(name).asLong();
        }
        return sum;
    }
}
