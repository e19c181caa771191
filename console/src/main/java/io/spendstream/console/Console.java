package io.spendstream.console;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spendstream.console.budget.AlertsView;
import io.spendstream.console.budget.BudgetBoard;
import io.spendstream.console.budget.BudgetsView;
import io.spendstream.console.http.Gate;
import io.spendstream.console.live.BudgetFollower;
import io.spendstream.console.live.DemoEvents;
import io.spendstream.console.live.EventStream;
import io.spendstream.console.live.Feed;
import io.spendstream.console.live.LedgerTail;
import io.spendstream.console.live.Summaries;
import io.spendstream.console.live.Watch;
import io.spendstream.console.report.BreakdownView;
import io.spendstream.console.report.EventsView;
import io.spendstream.console.report.SpendView;
import io.spendstream.console.report.SummaryView;
import io.spendstream.sink.report.LedgerReader;
import java.net.BindException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running console. It starts whether or not the broker and the database are there, and says of each question it cannot
 * answer why. Thread-safe.
 */
public final class Console implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Console.class);

    private final ConsoleConfig config;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final LedgerReader ledger;
    private final WebServer server;
    private volatile boolean isClosed;

    private Console(ConsoleConfig config, MeterRegistry meters, InstantSource clock) throws BindException {
        this.config = config;
        try {
            ledger = opened(LedgerReader.connect(config.jdbcUrl(), config.jdbcUser(), config.jdbcPassword()));
            Admin admin = opened(Admin.create(config.adminSettings()));
            Watch watch = opened(Watch.start(ledger, admin, config.applicationId(), clock));
            var feed = new Feed();
            var board = new BudgetBoard(feed::add);
            opened(BudgetFollower.start(config.consumerSettings(), board));
            LedgerTail tail = opened(LedgerTail.start(config.consumerSettings(), feed));
            var summary = new SummaryView(ledger, clock, watch::warnings);
            DemoEvents demo = opened(new DemoEvents(config.trackerSettings(), clock));
            var stream = new EventStream(feed, tail, new Summaries(summary), config.streamClientsMax());
            Gauge.builder("ai.console.stream.clients", stream, EventStream::clients)
                    .description("How many clients follow the stream of events")
                    .register(meters);
            var routes = new Routes(
                    summary,
                    new SpendView(ledger, clock),
                    new BreakdownView(ledger, clock),
                    new BudgetsView(board, clock),
                    new AlertsView(board, clock),
                    new EventsView(ledger, clock),
                    stream,
                    demo);
            var gate = new Gate(config.token(), config.host());
            server = opened(WebServer.start(config, gate, routes.all(gate, this::isAlive, this::isReady), meters));
            opened(stream); // closed first: the server then need not wait for those who follow
        } catch (BindException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts a console.
     *
     * @throws BindException if its port is taken; the message says the fix
     */
    public static Console start(ConsoleConfig config, MeterRegistry meters) throws BindException {
        return start(config, meters, InstantSource.system());
    }

    static Console start(ConsoleConfig config, MeterRegistry meters, InstantSource clock) throws BindException {
        return new Console(config, meters, clock);
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.addFirst(part);
        return part;
    }

    /** Returns where the page is. */
    public URI url() {
        String host = config.host().contains(":") ? "[%s]".formatted(config.host()) : config.host();
        return URI.create("http://%s:%d/".formatted(host, server.port()));
    }

    /** Returns whether it works or will work again by itself. */
    public boolean isAlive() {
        return !isClosed;
    }

    /** Returns whether questions are answered: whether the database is there. */
    public boolean isReady() {
        try {
            ledger.freshness();
            return !isClosed;
        } catch (JdbiException e) {
            LOG.debug("the database does not answer", e);
            return false;
        }
    }

    List<Route> routes() {
        return server.routes();
    }

    @Override
    public void close() {
        isClosed = true;
        while (!parts.isEmpty()) {
            try {
                parts.removeFirst().close();
            } catch (Exception e) {
                LOG.warn("a part of the console did not close cleanly", e);
            }
        }
    }
}
