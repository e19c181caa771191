package io.spendstream.cli.alerts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A receiver of webhooks on loopback that always answers the same. Thread-safe. */
final class HookServer implements AutoCloseable {
    private final HttpServer server;
    private final int status;
    private final String answer;
    private final List<String> bodies = new CopyOnWriteArrayList<>();

    private HookServer(HttpServer server, int status, String answer) {
        this.server = server;
        this.status = status;
        this.answer = answer;
    }

    static HookServer answering(int status, String answer) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
            var hooks = new HookServer(server, status, answer);
            server.createContext("/", hooks::handle);
            server.start();
            return hooks;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    /** Returns what was posted. */
    List<String> bodies() {
        return List.copyOf(bodies);
    }

    String url() {
        return "http://127.0.0.1:%d/hook".formatted(server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
