package io.spendstream.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.staticfiles.Location;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spendstream.console.http.Gate;
import io.spendstream.console.http.Parameters;
import io.spendstream.console.http.Problem;
import io.spendstream.console.http.ProblemException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the page and the paths of {@link Routes}; every answer says what browsers may do with it. */
final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int THREADS = 24;
    private static final int THREADS_MIN = 4;
    private static final int BODY_BYTES_MAX = 16 << 10;
    private static final int HEADER_BYTES_MAX = 16 << 10;
    private static final Duration IDLE_MAX = Duration.ofSeconds(60);
    private static final Duration STOP_MAX = Duration.ofSeconds(2);
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=()",
            "Referrer-Policy",
            "no-referrer",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY");

    private final Gate gate;
    private final List<Route> routes;
    private final MeterRegistry meters;
    private final Javalin server;

    private WebServer(ConsoleConfig config, Gate gate, List<Route> routes, MeterRegistry meters) {
        this.gate = gate;
        this.routes = routes;
        this.meters = meters;
        server = Javalin.create(javalin -> configure(javalin, config));
    }

    /**
     * Starts to serve {@code routes}.
     *
     * @throws BindException if the port is taken; the message names it
     */
    static WebServer start(ConsoleConfig config, Gate gate, List<Route> routes, MeterRegistry meters)
            throws BindException {
        var server = new WebServer(config, gate, routes, meters);
        try {
            server.server.start(config.host(), config.port());
        } catch (RuntimeException e) {
            server.close();
            var failure =
                    new BindException("port %d on %s cannot be served: %s; choose another with %s, or 0 for a free one"
                            .formatted(config.port(), config.host(), e.getMessage(), ConsoleConfig.PORT));
            failure.initCause(e);
            throw failure;
        }
        return server;
    }

    private void configure(JavalinConfig config, ConsoleConfig settings) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.GZIP;
        config.http.maxRequestSize = BODY_BYTES_MAX;
        config.http.prefer405over404 = true;
        var threads = new QueuedThreadPool(THREADS + settings.streamClientsMax(), THREADS_MIN);
        threads.setName("console-http");
        threads.setDaemon(true);
        config.jetty.threadPool = threads;
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setRequestHeaderSize(HEADER_BYTES_MAX);
            http.setIdleTimeout(IDLE_MAX.toMillis());
        });
        config.jetty.modifyServer(jetty -> jetty.setStopTimeout(STOP_MAX.toMillis()));
        config.staticFiles.add(files -> {
            files.hostedPath = "/";
            files.directory = "/public";
            files.location = Location.CLASSPATH;
            files.headers = Map.of("Cache-Control", "no-cache");
        });
        config.routes.before(this::guard);
        for (Route route : routes) {
            config.routes.addHttpHandler(
                    HandlerType.findOrCreate(route.method()), route.path(), request -> answer(route, request));
        }
        config.routes.exception(ProblemException.class, (e, request) -> send(request, e.problem()));
        config.routes.exception(HttpResponseException.class, (e, request) -> send(request, problem(e, request)));
        config.routes.exception(JdbiException.class, (e, request) -> {
            LOG.warn("{} cannot be answered: {}", request.path(), e.toString());
            send(request, Problem.databaseAway());
        });
        config.routes.exception(Exception.class, (e, request) -> {
            LOG.error("{} cannot be answered", request.path(), e);
            send(request, Problem.failure());
        });
    }

    private void guard(Context request) {
        HEADERS.forEach(request::header);
        gate.checkOrigin(request);
    }

    private void answer(Route route, Context request) throws Exception {
        Timer.Sample sample = Timer.start(meters);
        boolean isAnswered = false;
        try {
            if (route.isGuarded()) {
                gate.checkToken(request);
            }
            request.header("Cache-Control", "no-store");
            route.handler().answer(request, Parameters.of(request.queryParamMap(), route.parameters()));
            isAnswered = true;
        } finally {
            sample.stop(Timer.builder("ai.console.request")
                    .description("How long it took to answer")
                    .tag("path", route.path())
                    .tag("outcome", isAnswered ? "answered" : "refused")
                    .register(meters));
        }
    }

    private static Problem problem(HttpResponseException e, Context request) {
        return switch (e.getStatus()) {
            case 404 -> Problem.of(404, "unknown-path", "There is nothing here", "no such path; see /openapi.json");
            case 405 ->
                Problem.of(
                        405,
                        "unknown-method",
                        "This path has other methods",
                        "%s is not answered here; see /openapi.json".formatted(request.method()));
            case 413 ->
                Problem.of(
                        413,
                        "too-large",
                        "The body is too large",
                        "a body may have at most %d bytes".formatted(BODY_BYTES_MAX));
            default -> Problem.of(e.getStatus(), "refused", "The request was refused", String.valueOf(e.getMessage()));
        };
    }

    private static void send(Context request, Problem problem) {
        ObjectNode json = problem.json();
        json.put("instance", request.path());
        if (problem.status() == 401) {
            request.header("WWW-Authenticate", "Bearer realm=\"spendstream\"");
        }
        request.status(problem.status())
                .header("Cache-Control", "no-store")
                .result(json.toString())
                .contentType(Problem.MEDIA_TYPE);
    }

    /** Returns the methods and paths that are served, and their parameters. */
    List<Route> routes() {
        return routes;
    }

    int port() {
        return server.port();
    }

    /** Returns the names of headers that every answer has; for tests. */
    static Set<String> headers() {
        return HEADERS.keySet();
    }

    @Override
    public void close() {
        server.stop();
    }
}
