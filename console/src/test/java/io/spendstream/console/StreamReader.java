package io.spendstream.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of the stream. */
final class StreamReader implements AutoCloseable {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final BlockingQueue<Sent> queue = new LinkedBlockingQueue<>();
    private final InputStream body;
    private volatile Sent last = new Sent("", "", ConsoleFixture.parsed("{}"));
    private volatile String lastId = "";

    /**
     * An event.
     *
     * @param name its kind
     * @param id what a client that has it comes back with; empty if it does not say
     * @param data what it says
     */
    record Sent(String name, String id, JsonNode data) {}

    /** Follows {@code address}, from {@code id} on if there is one. */
    StreamReader(URI address, @Nullable String id) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (id != null) {
            request.header("Last-Event-ID", id);
        }
        HttpClient client = HttpClient.newHttpClient();
        var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        long deadline = System.nanoTime() + LONG.toNanos();
        while (answer.statusCode() == 503 && System.nanoTime() < deadline) {
            // the server has yet to find out that a client before this one has gone, at the latest by a heartbeat
            Thread.sleep(PAUSE.toMillis());
            answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        }
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        body = answer.body();
        var thread = new Thread(this::read, "stream-reader");
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(body, UTF_8))) {
            String name = "";
            String id = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    queue.add(new Sent(name, id, ConsoleFixture.parsed(line.substring(6))));
                    id = "";
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    /** Waits for the next event that is a {@code name}, and leaves out those before. */
    JsonNode next(String name) throws InterruptedException {
        return next(Set.of(name)).data();
    }

    /** Waits for the next event that is one of {@code names}, and leaves out those before. */
    Sent next(Set<String> names) throws InterruptedException {
        assertThat(has(names, LONG)).as(names.toString()).isTrue();
        return last;
    }

    /** Returns whether a {@code name} comes within this time. */
    boolean has(String name, Duration within) throws InterruptedException {
        return has(Set.of(name), within);
    }

    private boolean has(Set<String> names, Duration within) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        while (System.nanoTime() < end) {
            Sent sent = queue.poll(100, TimeUnit.MILLISECONDS);
            if (sent != null) {
                lastId = sent.id().isEmpty() ? lastId : sent.id();
                if (names.contains(sent.name())) {
                    last = sent;
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns what the event says that was waited for last. */
    JsonNode last() {
        return last.data();
    }

    /** Returns the id to come back with. */
    String lastId() {
        return lastId;
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
