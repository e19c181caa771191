package io.spendstream.cli.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * What operators ask a process over HTTP: {@code /metrics} in the Prometheus text format, {@code /livez} and {@code
 * /readyz}, which answer 200 or 503.
 */
public final class OperationsServer implements AutoCloseable {
    private static final int BACKLOG = 64;
    private static final int THREADS = 4;

    private final HttpServer server;
    private final ExecutorService executor;

    private OperationsServer(HttpServer server, ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    /**
     * Starts serving on {@code host}:{@code port}; port 0 takes a free one.
     *
     * @throws BindException if the port is taken; the message names it
     */
    public static OperationsServer start(
            String host, int port, PrometheusMeterRegistry meters, BooleanSupplier isAlive, BooleanSupplier isReady)
            throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(host, port), BACKLOG);
        } catch (BindException e) {
            var failure = new BindException("port %d on %s is taken".formatted(port, host));
            failure.initCause(e);
            throw failure;
        }
        ExecutorService executor = Executors.newFixedThreadPool(THREADS, OperationsServer::newThread);
        server.setExecutor(executor);
        server.createContext("/metrics", new MetricsHandler(meters.getPrometheusRegistry()));
        server.createContext("/livez", exchange -> answer(exchange, isAlive.getAsBoolean(), "alive"));
        server.createContext("/readyz", exchange -> answer(exchange, isReady.getAsBoolean(), "ready"));
        server.start();
        return new OperationsServer(server, executor);
    }

    private static Thread newThread(Runnable work) {
        var thread = new Thread(work, "operations-server");
        thread.setDaemon(true);
        return thread;
    }

    private static void answer(HttpExchange exchange, boolean yes, String word) throws IOException {
        byte[] body = ((yes ? "" : "not ") + word + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(yes ? 200 : 503, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** Returns the port that is served. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
