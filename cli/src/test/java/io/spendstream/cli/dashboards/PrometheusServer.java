package io.spendstream.cli.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spendstream.cli.Promtool;
import io.spendstream.cli.Repository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * A real Prometheus in a process of its own, with the configuration and the rules that are shipped, but for the places
 * it scrapes and the pace: it scrapes and evaluates every second. Ended when closed.
 */
final class PrometheusServer implements AutoCloseable {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final YAMLMapper YAML = new YAMLMapper();

    private final Process process;
    private final Path log;
    private final String address;

    private PrometheusServer(Process process, Path log, String address) {
        this.process = process;
        this.log = log;
        this.address = address;
    }

    /** Starts a server that keeps its data in {@code folder} and scrapes {@code target}, a host and port. */
    static PrometheusServer start(Path folder, String target) throws IOException {
        Promtool.assumeInstalled("prometheus");
        Path log = folder.resolve("prometheus.log");
        String address = "127.0.0.1:" + freePort();
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration(folder, target),
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=" + address,
                        "--log.level=warn")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var server = new PrometheusServer(process, log, address);
        try {
            server.awaitScrape();
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private static Path configuration(Path folder, String target) throws IOException {
        var config = (ObjectNode) YAML.readTree(Repository.read("prometheus.yml"));
        everySecond((ObjectNode) config.path("global"), "scrape_interval", "evaluation_interval");
        ArrayNode targets = (ArrayNode) config.findValue("targets");
        targets.removeAll().add(target);
        for (Path file : Rule.files()) {
            var rules = (ObjectNode) Rule.yaml(file);
            rules.path("groups").forEach(group -> everySecond((ObjectNode) group, "interval"));
            Path copy = folder.resolve("prometheus/rules").resolve(file.getFileName());
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, YAML.writeValueAsString(rules));
        }
        return Files.writeString(folder.resolve("prometheus.yml"), YAML.writeValueAsString(config));
    }

    private static void everySecond(ObjectNode settings, String... names) {
        for (String name : names) {
            settings.put(name, "1s");
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitScrape() {
        await().atMost(LONG).pollInterval(Duration.ofMillis(200)).until(() -> {
            assertThat(process.isAlive()).as(() -> said()).isTrue();
            try {
                return instant("up == 1").size() == 1;
            } catch (IOException e) {
                return false; // it does not listen yet
            }
        });
    }

    /** Returns the series that {@code query} has now. */
    JsonNode instant(String query) throws IOException, InterruptedException {
        return data("/api/v1/query?query=" + encoded(query), query).path("result");
    }

    /** Returns the series that {@code query} has at the seconds of the last half minute, as a dashboard asks. */
    JsonNode range(String query) throws IOException, InterruptedException {
        long now = Instant.now().getEpochSecond();
        return data(
                        "/api/v1/query_range?start=%d&end=%d&step=1&query=%s".formatted(now - 30, now, encoded(query)),
                        query)
                .path("result");
    }

    /** Returns the groups of rules with what became of their evaluation. */
    JsonNode rules() throws IOException, InterruptedException {
        return data("/api/v1/rules", "rules").path("groups");
    }

    private JsonNode data(String path, String what) throws IOException, InterruptedException {
        HttpResponse<String> response = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://" + address + path)).build(),
                HttpResponse.BodyHandlers.ofString());
        JsonNode answer = JSON.readTree(response.body());
        assertThat(answer.path("status").asText())
                .as("%s%n%s", what, response.body())
                .isEqualTo("success");
        assertThat(answer.path("warnings")).as(what).isEmpty();
        return answer.path("data");
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    private String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
