package io.spendstream.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScrapeTest {
    private static final String TEXT = """
            # HELP ai_requests_total Calls
            # TYPE ai_requests_total counter
            ai_requests_total{model="gpt-4o"} 12.0
            ai_requests_total{model="a \\"b\\" {c} d"} 3.0
            ai_requests_total_created{model="gpt-4o"} 1.7e9
            ai_pipeline_lag_seconds 0.25
            big 1.23456789012345E14
            temperature{place="sun"} +Inf
            temperature{place="space"} -Inf
            temperature{place="nowhere"} NaN

            """;

    @SuppressWarnings("NullAway.Init") // before each
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            byte[] body = TEXT.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void refusesAnAnswerThatIsNotMetrics() {
        assertThatThrownBy(() -> Scrape.of(url("/elsewhere")))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("/elsewhere answered 404");
    }

    @Test
    void refusesWhenOneOfSeveralDoesNotAnswer() {
        assertThatThrownBy(() -> Scrape.of(url("/metrics") + ",http://127.0.0.1:1/metrics"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void sumsOverLabelsAndNotOverNamesThatStartTheSame() throws Exception {
        Scrape scrape = Scrape.of(url("/metrics"));

        assertThat(scrape.sum("ai_requests_total")).isEqualTo(15);
        assertThat(scrape.sum("ai_requests_total", labels -> labels.contains("model=\"gpt-4o\"")))
                .isEqualTo(12);
        assertThat(scrape.sum("ai_requests")).isZero();
    }

    @Test
    void readsLabelsWithSpacesQuotesAndBraces() throws Exception {
        assertThat(Scrape.of(url("/metrics")).sum("ai_requests_total", labels -> labels.contains("{c}")))
                .isEqualTo(3);
    }

    @Test
    void readsEveryNumberPrometheusWrites() throws Exception {
        Scrape scrape = Scrape.of(url("/metrics"));

        assertThat(scrape.sum("big")).isEqualTo(123_456_789_012_345.0);
        assertThat(scrape.sum("temperature", labels -> labels.contains("sun"))).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(scrape.sum("temperature", labels -> labels.contains("space")))
                .isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(scrape.sum("temperature", labels -> labels.contains("nowhere")))
                .isNaN();
    }

    @Test
    void knowsWhatIsThereFromWhatIsZero() throws Exception {
        Scrape scrape = Scrape.of(url("/metrics"));

        assertThat(scrape.has("ai_pipeline_lag_seconds")).isTrue();
        assertThat(scrape.has("ai_events_rejected_total")).isFalse();
        assertThat(scrape.sum("ai_events_rejected_total")).isZero();
    }

    @Test
    void addsUpSeveralProcesses() throws Exception {
        String url = url("/metrics");

        assertThat(Scrape.of(url + " , " + url).sum("ai_requests_total")).isEqualTo(30);
    }

    private String url(String path) {
        return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
    }
}
