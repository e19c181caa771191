package io.spendstream.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask, and what browsers are told. */
class AccessIT {
    private static final String TOKEN = "a-token-of-24-characters";

    @TempDir
    private static Path journal;

    private static ConsoleFixture open;
    private static ConsoleFixture guarded;

    @BeforeAll
    static void start() throws Exception {
        open = new ConsoleFixture(InstantSource.system(), journal.resolve("open"), Map.of());
        guarded = new ConsoleFixture(
                InstantSource.system(), journal.resolve("guarded"), Map.of(ConsoleConfig.TOKEN, TOKEN));
    }

    @AfterAll
    static void stop() {
        open.close();
        guarded.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/robots.txt", "/api/v1/summary", "/openapi.json", "/runbook", "/nowhere"})
    void everyAnswerSaysWhatBrowsersMayDo(String path) {
        HttpResponse<String> answer = open.get(path);

        assertThat(WebServer.headers())
                .allSatisfy(name ->
                        assertThat(answer.headers().firstValue(name)).as(name).isPresent());
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'self';")
                .doesNotContain("unsafe");
        assertThat(answer.headers().firstValue("Server")).isEmpty();
    }

    @Test
    void whereATokenIsSetNothingIsAnsweredWithoutIt() {
        for (Route route : guarded.console().routes()) {
            if (route.isGuarded()) {
                HttpResponse<String> answer = guarded.request(HttpRequest.newBuilder(guarded.url(route.path()))
                        .method(route.method(), BodyPublishers.noBody()));
                assertThat(answer.statusCode()).as(route.path()).isEqualTo(401);
                assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
            }
        }
        assertThat(withToken("another-token-of-24-char").statusCode()).isEqualTo(401);
        assertThat(withToken(TOKEN).statusCode()).isEqualTo(200);
        assertThat(guarded.get("/healthz").statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> withToken(String token) {
        return guarded.request(
                HttpRequest.newBuilder(guarded.url("/api/v1/summary")).header("Authorization", "Bearer " + token));
    }

    @Test
    void aBrowserKeepsTheTokenInACookieNoScriptCanRead() {
        HttpResponse<String> wrong = logIn("{\"token\":\"wrong\"}");
        HttpResponse<String> right = logIn("{\"token\":\"%s\"}".formatted(TOKEN));
        String cookie = right.headers().firstValue("Set-Cookie").orElseThrow();

        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(right.statusCode()).isEqualTo(204);
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict").doesNotContain(TOKEN);
        assertThat(guarded.request(HttpRequest.newBuilder(guarded.url("/api/v1/summary"))
                                .header("Cookie", cookie.substring(0, cookie.indexOf(';'))))
                        .statusCode())
                .isEqualTo(200);
        assertThat(logIn("{}").statusCode()).isEqualTo(400);
    }

    private static HttpResponse<String> logIn(String body) {
        return guarded.request(HttpRequest.newBuilder(guarded.url("/api/v1/session"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    @Test
    void aPageOfAnotherOriginMayNeitherReadNorSend() {
        HttpResponse<String> renamed =
                open.request(HttpRequest.newBuilder(open.url("/api/v1/summary")).header("Host", "evil.example"));
        HttpResponse<String> foreign = open.request(HttpRequest.newBuilder(open.url("/api/v1/demo-event"))
                .header("Origin", "https://evil.example")
                .POST(BodyPublishers.noBody()));

        assertThat(renamed.statusCode()).isEqualTo(421);
        assertThat(foreign.statusCode()).isEqualTo(403);
    }

    @Test
    void behindAProxyTheHostOfTheBrowserIsWhatTheOriginIsComparedWith() {
        HttpRequest.Builder passed = logInOf("https://spend.example:8443").header("Host", "spend.example:8443");
        HttpRequest.Builder replaced = logInOf("https://spend.example:8443");

        assertThat(guarded.request(passed).statusCode()).isEqualTo(204);
        assertThat(guarded.request(replaced).statusCode()).isEqualTo(403);
    }

    private static HttpRequest.Builder logInOf(String origin) {
        return HttpRequest.newBuilder(guarded.url("/api/v1/session"))
                .header("Content-Type", "application/json")
                .header("Origin", origin)
                .POST(BodyPublishers.ofString("{\"token\":\"%s\"}".formatted(TOKEN)));
    }

    @Test
    void answersAreCompressedForThoseWhoCanReadThat() {
        HttpResponse<String> answer =
                open.request(HttpRequest.newBuilder(open.url("/openapi.json")).header("Accept-Encoding", "gzip"));

        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
    }

    @Test
    void whatIsNotThereIsSaidInProblemDetails() {
        HttpResponse<String> nowhere = open.get("/api/v1/nowhere");
        HttpResponse<String> method =
                open.request(HttpRequest.newBuilder(open.url("/api/v1/summary")).POST(BodyPublishers.noBody()));

        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(ConsoleFixture.parsed(nowhere.body()).path("type").textValue())
                .isEqualTo("/problems/unknown-path");
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(ConsoleFixture.parsed(method.body()).path("type").textValue())
                .isEqualTo("/problems/unknown-method");
    }

    @Test
    void theRunbookHasTheSectionsThatWarningsLinkTo() {
        String page = open.get("/runbook").body();

        assertThat(page)
                .contains("<h2 id=\"spendstreamunpricedusage\">", "<h2 id=\"spendstreamdrift\">")
                .contains("<h2 id=\"spendstreamlaghigh\">", "<h2 id=\"spendstreamprocessorbehind\">")
                .contains("<h2 id=\"spendstreameventsrejected\">", "<h2 id=\"spendstreamlinessetaside\">")
                .contains("<h2 id=\"spendstreamtargetdown\">");
    }

    @Test
    void anEmptyLedgerSaysSo() {
        assertThat(open.json("summary").path("is_empty").booleanValue()).isTrue();
        assertThat(open.json("summary").at("/today/cost_usd").textValue()).isEqualTo("0.00000000000000");
        assertThat(open.json("breakdown").path("rows")).isEmpty();
        assertThat(open.json("events").path("events")).isEmpty();
        assertThat(open.get("/readyz").body()).isEqualTo("ready\n");
    }
}
