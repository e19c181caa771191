package io.spendstream.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OperationsServerTest {
    private static final String HOST = "127.0.0.1";

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicBoolean isAlive = new AtomicBoolean(true);
    private final AtomicBoolean isReady = new AtomicBoolean(true);

    @SuppressWarnings("NullAway.Init") // before each
    private OperationsServer server;

    @BeforeEach
    void start() throws IOException {
        server = OperationsServer.start(HOST, 0, meters, isAlive::get, isReady::get);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void saysWhichPortIsTaken() {
        assertThatThrownBy(() -> OperationsServer.start(HOST, server.port(), meters, () -> true, () -> true))
                .isInstanceOf(BindException.class)
                .hasMessage("port %d on 127.0.0.1 is taken", server.port());
    }

    @Test
    void answers503WhileItIsNotReadyOrNoLongerAlive() throws Exception {
        isReady.set(false);
        isAlive.set(false);

        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body()).isEqualTo("not ready\n");
        assertThat(get("/livez").statusCode()).isEqualTo(503);
    }

    @Test
    void answers200WhenItIs() throws Exception {
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        assertThat(get("/livez").body()).isEqualTo("alive\n");
    }

    @Test
    void servesMetricsThatAreReadBack() throws Exception {
        meters.counter("ai.requests", "model", "a b}c").increment(3);

        Scrape scrape = Scrape.of("http://%s:%d/metrics".formatted(HOST, server.port()));

        assertThat(scrape.sum("ai_requests_total")).isEqualTo(3);
    }

    @Test
    void letsGoOfItsPortWhenItCloses() throws IOException {
        server.close();

        OperationsServer.start(HOST, server.port(), meters, () -> true, () -> true)
                .close();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://%s:%d%s".formatted(HOST, server.port(), path)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
