package io.spendstream.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.contract.BudgetAlert;
import io.spendstream.notifier.channel.AlertmanagerChannel;
import io.spendstream.notifier.channel.Notice;
import io.spendstream.notifier.channel.Route;
import io.spendstream.notifier.http.AddressGuard;
import io.spendstream.notifier.http.AddressRange;
import io.spendstream.notifier.http.Endpoint;
import io.spendstream.notifier.http.Poster;
import io.spendstream.notifier.http.Reply;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Alertmanager. On a machine without it the test is skipped, except where {@code CI} is set: a check that did not
 * run must not look green there.
 */
class AlertmanagerIT {
    private static final List<String> PROGRAMS = List.of("prometheus-alertmanager", "alertmanager");
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Poster poster = Poster.open(
            new AddressGuard(List.of(AddressRange.parse("127.0.0.1"))), Duration.ofSeconds(20), InstantSource.system());
    private Process alertmanager;
    private String url;

    @BeforeEach
    void start() throws IOException {
        List<Path> found = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(path -> PROGRAMS.stream().map(program -> Path.of(path, program)))
                .filter(Files::isExecutable)
                .toList();
        String why = "no Alertmanager is installed, so what it takes was NOT checked;"
                + " apt-get install prometheus-alertmanager";
        if (found.isEmpty()) {
            assertThat(System.getenv("CI")).as(why).isNull();
            System.err.println("SKIPPED: " + why);
        }
        assumeTrue(!found.isEmpty(), why);
        Path config = Files.writeString(
                folder.resolve("alertmanager.yml"), "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n");
        int port = freePort();
        url = "http://127.0.0.1:" + port;
        alertmanager = new ProcessBuilder(
                        found.get(0).toString(),
                        "--config.file=" + config,
                        "--storage.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--cluster.listen-address=")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("alertmanager.log").toFile())
                .start();
        await().atMost(LONG).ignoreExceptions().until(() -> get("/-/ready").statusCode() == 200);
    }

    @AfterEach
    void stop() {
        poster.close();
        if (alertmanager != null) {
            alertmanager.destroyForcibly();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private List<JsonNode> alerts() throws IOException, InterruptedException {
        JsonNode alerts = JSON.readTree(get("/api/v2/alerts").body());
        return StreamSupport.stream(alerts.spliterator(), false).toList();
    }

    private Reply send(BudgetAlert alert) throws IOException {
        var channel = new AlertmanagerChannel("am", Route.ALL, Endpoint.parse(url));
        return channel.send(Notice.of(alert), poster, InstantSource.system().instant());
    }

    @Test
    void takesAnAlertAndEndsItWhenItIsResolved() throws Exception {
        BudgetAlert firing = Alerts.of("search", "0.8");

        assertThat(send(firing).status()).isEqualTo(200);
        assertThat(send(Alerts.ofSession("a \"session\" {with} = all, sorts")).status())
                .isEqualTo(200);

        await().atMost(LONG).until(() -> alerts().size() == 2);
        JsonNode taken = alerts().stream()
                .filter(alert -> alert.at("/labels/budget").asText().equals("team:search"))
                .findFirst()
                .orElseThrow();
        assertThat(taken.at("/labels/alertname").asText()).isEqualTo("SpendstreamBudget");
        assertThat(taken.at("/labels/severity").asText()).isEqualTo("warning");
        assertThat(taken.at("/labels/team").asText()).isEqualTo("search");
        assertThat(taken.at("/annotations/summary").asText()).isEqualTo(firing.message());
        assertThat(taken.at("/status/state").asText()).isIn("active", "unprocessed");
        assertThat(Instant.parse(taken.path("endsAt").asText())).isAfter(Instant.now());

        assertThat(send(Alerts.resolved("search", "0.8")).status()).isEqualTo(200);

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(alerts())
                        .extracting(alert -> alert.at("/labels/budget").asText())
                        .as("the resolved one is gone, the other still burns")
                        .containsExactly("runaway"));
    }
}
