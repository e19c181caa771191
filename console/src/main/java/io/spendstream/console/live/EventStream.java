package io.spendstream.console.live;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.console.http.Problem;
import io.spendstream.console.report.Forms;
import io.spendstream.console.report.SummaryView.Question;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events. Each client has a thread, which takes what is new once a second and writes it; nothing waits for a
 * client that does not read but its own thread.
 */
public final class EventStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Feed feed;
    private final LedgerTail tail;
    private final Summaries summaries;
    private final int clientsMax;
    private final Semaphore places;
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Creates a stream for at most {@code clientsMax} clients at once. */
    public EventStream(Feed feed, LedgerTail tail, Summaries summaries, int clientsMax) {
        this.feed = feed;
        this.tail = tail;
        this.summaries = summaries;
        this.clientsMax = clientsMax;
        places = new Semaphore(clientsMax);
    }

    /** Returns how many clients there are. */
    public int clients() {
        return clientsMax - places.availablePermits();
    }

    /** Where events are written. */
    @FunctionalInterface
    public interface Opening {
        /** Begins the answer and returns where its body goes. */
        OutputStream open() throws IOException;
    }

    /**
     * Writes events until the client goes or this is closed.
     *
     * @param lastId the id of the last event the client has
     */
    public void serve(Question question, Optional<String> lastId, Opening opening) throws InterruptedException {
        if (!places.tryAcquire()) {
            throw Problem.of(
                            503,
                            "too-many-clients",
                            "Too many clients follow the stream",
                            "%d clients follow the stream, which is as many as may; close a page, or raise stream.clients.max"
                                    .formatted(clientsMax))
                    .exception();
        }
        try {
            tail.want();
            new Client(question, opening.open()).serve(lastId);
        } catch (IOException e) {
            LOG.debug("a client went", e);
        } finally {
            places.release();
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }

    private final class Client {
        private final Question question;
        private final OutputStream out;
        private ObjectNode news = Forms.object();
        private @Nullable Problem told;
        private long wroteAt = System.nanoTime();

        private Client(Question question, OutputStream out) {
            this.question = question;
            this.out = out;
        }

        private void serve(Optional<String> lastId) throws IOException, InterruptedException {
            Optional<Feed.Position> resumed = lastId.flatMap(feed::find);
            Feed.Position position = resumed.orElseGet(feed::end);
            write("retry: %d\n\n".formatted(RETRY.toMillis()));
            ObjectNode hello =
                    Forms.object().put("resumed", resumed.isPresent()).put("heartbeat_seconds", HEARTBEAT.toSeconds());
            event("hello", "", hello);
            do {
                tail.want();
                position = writeNews(position);
                writeSummary();
                if (System.nanoTime() - wroteAt >= HEARTBEAT.toNanos()) {
                    write(": still here\n\n");
                }
                out.flush();
            } while (!closing.await(TICK.toMillis(), TimeUnit.MILLISECONDS));
        }

        private void writeSummary() throws IOException {
            ObjectNode summary;
            try {
                summary = summaries.recent(question);
            } catch (RuntimeException e) {
                tellProblem(e instanceof JdbiException ? Problem.databaseAway() : Problem.failure(), e);
                return; // the next second may have one
            }
            told = null;
            ObjectNode now = Summaries.news(summary);
            if (!now.equals(news)) {
                news = now;
                event("summary", "", summary);
            }
        }

        /** Says once that there is no summary; the next one is sent whether it is news or not, and ends the problem. */
        private void tellProblem(Problem problem, RuntimeException cause) throws IOException {
            if (!problem.equals(told)) {
                LOG.warn("no summary for the live page: {}", problem.title(), cause);
                event("problem", "", problem.json());
                told = problem;
                news = Forms.object();
            }
        }

        private Feed.Position writeNews(Feed.Position position) throws IOException {
            Feed.Batch batch = feed.after(position, question.filters());
            String id = feed.id(batch.position());
            boolean hasLines = !batch.events().isEmpty() || batch.leftOut() > 0;
            // the place goes with the last event: a client that lost the connection before it gets the others again
            for (Iterator<ObjectNode> alerts = batch.alerts().iterator(); alerts.hasNext(); ) {
                ObjectNode alert = alerts.next();
                event("alert", hasLines || alerts.hasNext() ? "" : id, alert);
            }
            if (hasLines) {
                ObjectNode usage = Forms.object();
                ArrayNode events = usage.putArray("events");
                batch.events().forEach(events::add);
                event("usage", id, usage.put("left_out", batch.leftOut()));
            }
            return batch.position();
        }

        private void event(String name, String id, ObjectNode data) throws IOException {
            write((id.isEmpty() ? "" : "id: " + id + "\n") + "event: " + name + "\ndata: " + data + "\n\n");
        }

        private void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            wroteAt = System.nanoTime();
        }
    }
}
