package io.spendstream.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.spendstream.console.budget.AlertsView;
import io.spendstream.console.budget.BudgetsView;
import io.spendstream.console.http.Gate;
import io.spendstream.console.http.Parameters;
import io.spendstream.console.http.Problem;
import io.spendstream.console.http.Runbook;
import io.spendstream.console.live.DemoEvents;
import io.spendstream.console.live.EventStream;
import io.spendstream.console.report.BreakdownView;
import io.spendstream.console.report.EventsView;
import io.spendstream.console.report.Filters;
import io.spendstream.console.report.SpendView;
import io.spendstream.console.report.SummaryView;
import io.spendstream.console.report.SummaryView.Question;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Every path of the server.
 *
 * @param summary the header numbers
 * @param spend spend over time
 * @param breakdown spend by group
 * @param budgets the budgets
 * @param alerts the alerts
 * @param events the ledger lines
 * @param stream what is happening
 * @param demo sends events
 */
record Routes(
        SummaryView summary,
        SpendView spend,
        BreakdownView breakdown,
        BudgetsView budgets,
        AlertsView alerts,
        EventsView events,
        EventStream stream,
        DemoEvents demo) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JSON_TYPE = "application/json";
    private static final String TEXT_TYPE = "text/plain; charset=utf-8";

    /** Returns the paths that ask for the token and then those that do not. */
    List<Route> all(Gate gate, BooleanSupplier isAlive, BooleanSupplier isReady) {
        byte[] description = resource("/openapi.json");
        byte[] runbook = Runbook.page();
        return List.of(
                report("summary", Set.of("tz"), parameters -> summary.answer(Question.of(parameters))),
                report("spend", Set.of("group_by", "window", "from", "to", "bucket", "top", "tz"), spend::answer),
                report(
                        "breakdown",
                        Set.of("group_by", "window", "from", "to", "tz", "limit", "cursor"),
                        breakdown::answer),
                report("budgets", Set.of("status", "limit", "cursor"), budgets::answer),
                report("alerts", Set.of("budget", "severity", "state", "limit", "cursor"), alerts::answer),
                report("events", Set.of("pricing_status", "from", "to", "limit", "cursor"), events::answer),
                new Route("GET", "/api/v1/stream", filtersAnd(Set.of("tz", "last_event_id")), true, this::stream),
                new Route("POST", "/api/v1/demo-event", Set.of(), true, this::demo),
                new Route("POST", "/api/v1/session", Set.of(), false, (request, none) -> logIn(request, gate)),
                new Route(
                        "DELETE",
                        "/api/v1/session",
                        Set.of(),
                        false,
                        (request, none) -> request.status(204).header("Set-Cookie", Gate.noCookie())),
                open("/openapi.json", JSON_TYPE, request -> description),
                open("/runbook", "text/html; charset=utf-8", request -> runbook),
                open("/healthz", TEXT_TYPE, request -> word(request, isAlive.getAsBoolean(), "alive")),
                open("/readyz", TEXT_TYPE, request -> word(request, isReady.getAsBoolean(), "ready")));
    }

    private static Route report(String name, Set<String> own, Function<Parameters, ObjectNode> view) {
        return new Route(
                "GET",
                "/api/v1/" + name,
                filtersAnd(own),
                true,
                (request, parameters) -> send(request, 200, view.apply(parameters)));
    }

    private static Route open(String path, String type, Function<Context, byte[]> body) {
        return new Route("GET", path, Set.of(), false, (request, parameters) -> {
            byte[] bytes = body.apply(request);
            request.contentType(type).result(bytes);
        });
    }

    private static Set<String> filtersAnd(Set<String> own) {
        Set<String> all = new TreeSet<>(Filters.NAMES);
        all.addAll(own);
        return all;
    }

    private static byte[] word(Context request, boolean yes, String word) {
        request.status(yes ? 200 : 503);
        return ((yes ? "" : "not ") + word + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void send(Context request, int status, ObjectNode body) throws JsonProcessingException {
        request.status(status).contentType(JSON_TYPE).result(JSON.writeValueAsBytes(body));
    }

    private void stream(Context request, Parameters parameters) throws InterruptedException {
        Optional<String> lastId =
                Optional.ofNullable(request.header("Last-Event-ID")).or(() -> parameters.text("last_event_id"));
        stream.serve(Question.of(parameters), lastId, () -> {
            request.disableCompression();
            request.res().setContentType("text/event-stream;charset=utf-8");
            request.res().setHeader("X-Accel-Buffering", "no");
            return request.res().getOutputStream();
        });
    }

    private void demo(Context request, Parameters parameters) throws JsonProcessingException {
        JsonNode body = body(request);
        if (!body.isObject() || !body.isEmpty()) {
            throw invalidBody("must be empty or {}");
        }
        send(request, 202, demo.send());
    }

    private static void logIn(Context request, Gate gate) {
        JsonNode token = body(request).path("token");
        if (!token.isTextual()) {
            throw invalidBody("must be {\"token\": \"…\"}");
        }
        gate.checkToken(token.textValue());
        gate.cookie().ifPresent(cookie -> request.header("Set-Cookie", cookie));
        request.status(204);
    }

    private static JsonNode body(Context request) {
        byte[] body = request.bodyAsBytes();
        if (body.length == 0) {
            return JSON.createObjectNode();
        }
        String type = Objects.requireNonNullElse(request.contentType(), "");
        if (!Arrays.asList(type.split("[; ]", -1)).contains(JSON_TYPE)) {
            throw new Problem(
                            400,
                            "invalid-body",
                            "The body has another type",
                            "Content-Type must be application/json: " + type,
                            "Content-Type",
                            type)
                    .exception();
        }
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw invalidBody("must be JSON");
        }
    }

    private static RuntimeException invalidBody(String rule) {
        return Problem.of(400, "invalid-body", "The body is not what it must be", "the body " + rule)
                .exception();
    }

    private static byte[] resource(String name) {
        try (InputStream file = Routes.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(file, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
