package io.spendstream.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.cli.connection.Trackers;
import io.spendstream.cli.instance.SharedInstance;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.UsageCounts;
import io.spendstream.producer.TokenTracker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Prometheus gets from a running instance. */
class MetricsIT {
    @Test
    void theCountersOfTheSeedAreThereForKnownModelsFromTheStart() throws IOException, InterruptedException {
        Scrape scrape = Scrape.of(SharedInstance.get().metricsUrl());

        for (String counter :
                List.of("ai_token_input_total", "ai_token_output_total", "ai_inference_cost_cents_total")) {
            for (String model : List.of("gpt-4o", "claude-sonnet-4-5", "other")) {
                assertThat(scrape.samples())
                        .as("%s of %s", counter, model)
                        .anyMatch(sample -> sample.name().equals(counter)
                                && sample.labels().contains("model=\"%s\"".formatted(model)));
            }
        }
    }

    @Test
    void noSampleIsThereTwice() throws IOException, InterruptedException {
        assertThat(Scrape.of(SharedInstance.get().metricsUrl()).samples().stream()
                        .map(sample -> sample.name() + "{" + sample.labels() + "}"))
                .doesNotHaveDuplicates();
    }

    @Test
    void noLabelNamesASessionATaskAnAgentOrAUser() throws IOException, InterruptedException {
        assertThat(Scrape.of(SharedInstance.get().metricsUrl()).samples())
                .allSatisfy(sample -> assertThat(sample.labels())
                        .doesNotContainPattern("(^|,)(session|session_id|task|task_type|agent|user)="));
    }

    @Test
    void everyScrapeIsAnsweredWhileBudgetsAreSpent() throws Exception {
        UsageCounts usage = UsageCounts.of(1_000, 10);
        var call = new ModelCall("openai", "gpt-4o-mini", null, "chat", null);
        try (TokenTracker tracker = Trackers.open(SharedInstance.connection())) {
            for (int i = 0; i < 100; i++) {
                tracker.record(
                        Attribution.builder("metrics-it").team("metrics-it").build(), call, usage);
                assertThat(get("/metrics")).contains("ai_budget_used_cents{");
            }
        }
    }

    @Test
    void itIsAliveAndReady() throws IOException, InterruptedException {
        assertThat(get("/livez")).isEqualTo("alive\n");
        assertThat(get("/readyz")).isEqualTo("ready\n");
    }

    private static String get(String path) throws IOException, InterruptedException {
        URI uri = URI.create(SharedInstance.get().metricsUrl()).resolve(path);
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }
}
