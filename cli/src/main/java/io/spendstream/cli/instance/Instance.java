package io.spendstream.cli.instance;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.process.OperationsServer;
import io.spendstream.cli.progress.Progress;
import io.spendstream.console.Console;
import io.spendstream.console.ConsoleConfig;
import io.spendstream.contract.Topic;
import io.spendstream.contract.TopicSetup;
import io.spendstream.embedded.EmbeddedKafka;
import io.spendstream.embedded.EmbeddedPostgres;
import io.spendstream.notifier.Notifier;
import io.spendstream.notifier.NotifierConfig;
import io.spendstream.sink.Sink;
import io.spendstream.sink.SinkConfig;
import io.spendstream.stream.StreamProcessor;
import io.spendstream.stream.StreamProcessorConfig;
import io.spendstream.stream.pricing.PriceBook;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running all-in-one instance. {@link #close} stops its parts in the direction the data travels, so that nothing is
 * cut off in mid-air; what is still in a topic is picked up at the next start.
 *
 * <p>Thread-safe.
 */
public final class Instance implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Instance.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final int PARTITIONS = 6;
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final Duration READY_CHECK = Duration.ofMillis(20);

    private final InstanceOptions options;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Connection connection;
    private final EmbeddedKafka kafka;
    private final StreamProcessor streamProcessor;
    private final Sink sink;
    private final Optional<Notifier> notifier;
    private final Console console;
    private volatile boolean isSaved;

    private Instance(InstanceOptions options, Progress progress) throws Exception {
        this.options = options;
        checkOptions();
        Path data = options.dataDirectory();
        Files.createDirectories(data);
        try {
            int kafkaPort = options.kafkaPort().claim("Kafka", progress);
            int postgresPort = options.postgresPort().claim("PostgreSQL", progress);
            int consolePort = options.consolePort().claim("the console", progress);
            int operationsPort = options.operationsPort().claim("metrics", progress);
            CompletableFuture<EmbeddedPostgres> starting = CompletableFuture.supplyAsync(
                    () -> startPostgres(data.resolve("postgres"), postgresPort, progress));
            EmbeddedPostgres postgres;
            try {
                kafka = opened(progress.of("Kafka", () -> EmbeddedKafka.start(data.resolve("kafka"), kafkaPort)));
            } finally {
                postgres = opened(await(starting));
            }
            createTopics(kafka.bootstrapServers());
            sink = opened(Sink.start(
                    sinkConfig(kafka.bootstrapServers(), postgres.jdbcUrl(), postgres.user(), postgres.password()),
                    meters));
            notifier = startNotifier(kafka.bootstrapServers());
            streamProcessor = opened(StreamProcessor.start(streamProcessorConfig(kafka.bootstrapServers()), meters));
            var operations =
                    opened(OperationsServer.start(LOOPBACK, operationsPort, meters, this::isAlive, this::isReady));
            progress.of("sink", () -> awaitReady("the sink", sink::isReady, sink::isAlive));
            progress.of(
                    "stream processor",
                    () -> awaitReady("the stream processor", streamProcessor::isReady, streamProcessor::isAlive));
            if (notifier.isPresent()) {
                Notifier part = notifier.get();
                progress.of("notifier", () -> awaitReady("the notifier", part::isReady, part::isAlive));
            }
            console = opened(startConsole(kafka, postgres, consolePort));
            progress.of("console", () -> awaitReady("the console", console::isReady, console::isAlive));
            connection = new Connection(
                    kafka.bootstrapServers(),
                    postgres.jdbcUrl(),
                    postgres.user(),
                    postgres.password(),
                    Optional.of("http://%s:%d/metrics".formatted(LOOPBACK, operations.port())),
                    journalDirectory(),
                    Map.of());
            connection.save(data);
            isSaved = true;
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    /**
     * Starts an instance and returns when it is ready to take events.
     *
     * @throws IllegalStateException if a port is taken or another process uses the data folder; the message says the fix
     */
    public static Instance start(InstanceOptions options, Progress progress) throws Exception {
        return new Instance(options, progress);
    }

    /** Says what is wrong with the options before servers are started for nothing. */
    private void checkOptions() {
        streamProcessorConfig("localhost:1");
        sinkConfig("localhost:1", "jdbc:postgresql://localhost:1/spendstream", "", "");
        Notifier.channels(notifierConfig("localhost:1"));
    }

    private static EmbeddedPostgres startPostgres(Path directory, int port, Progress progress) {
        return progress.of("PostgreSQL", () -> EmbeddedPostgres.start(directory, port));
    }

    private static EmbeddedPostgres await(CompletableFuture<EmbeddedPostgres> starting) throws Exception {
        try {
            return starting.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static void createTopics(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            TopicSetup.ensure(admin, PARTITIONS, (short) 1);
        }
    }

    private SinkConfig sinkConfig(String bootstrapServers, String jdbcUrl, String user, String password) {
        Map<String, String> settings = new TreeMap<>();
        settings.put(SinkConfig.BOOTSTRAP_SERVERS, bootstrapServers);
        settings.put(SinkConfig.JDBC_URL, jdbcUrl);
        settings.put(SinkConfig.JDBC_USER, user);
        settings.put(SinkConfig.JDBC_PASSWORD, password);
        settings.put(SinkConfig.KNOWN_MODELS, String.join(",", priceBook().models()));
        settings.putAll(options.sink());
        return SinkConfig.of(settings);
    }

    private StreamProcessorConfig streamProcessorConfig(String bootstrapServers) {
        Map<String, String> settings = new TreeMap<>();
        settings.put(StreamProcessorConfig.BOOTSTRAP_SERVERS, bootstrapServers);
        settings.put(
                StreamProcessorConfig.STATE_DIR,
                options.dataDirectory().resolve("streams").toAbsolutePath().toString());
        settings.put(StreamProcessorConfig.TOPIC_PARTITIONS, String.valueOf(PARTITIONS));
        settings.put(StreamProcessorConfig.INSTANCE_ID, "up");
        options.priceBook().ifPresent(file -> settings.put(StreamProcessorConfig.PRICE_BOOK, file.toString()));
        settings.putAll(options.streamProcessor());
        return StreamProcessorConfig.of(settings);
    }

    /** Starts a notifier if there is anybody to be told; without one, the stream processor's log says enough. */
    private Optional<Notifier> startNotifier(String bootstrapServers) {
        return options.notifier().isEmpty()
                ? Optional.empty()
                : Optional.of(opened(Notifier.start(notifierConfig(bootstrapServers), meters)));
    }

    private NotifierConfig notifierConfig(String bootstrapServers) {
        Map<String, String> settings = new TreeMap<>(options.notifier());
        settings.put(NotifierConfig.BOOTSTRAP_SERVERS, bootstrapServers);
        return NotifierConfig.of(settings);
    }

    private Console startConsole(EmbeddedKafka broker, EmbeddedPostgres postgres, int port) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        settings.put(ConsoleConfig.BOOTSTRAP_SERVERS, broker.bootstrapServers());
        settings.put(ConsoleConfig.JDBC_URL, postgres.jdbcUrl());
        settings.put(ConsoleConfig.JDBC_USER, postgres.user());
        settings.put(ConsoleConfig.JDBC_PASSWORD, postgres.password());
        settings.put(ConsoleConfig.HOST, LOOPBACK);
        settings.put(ConsoleConfig.PORT, String.valueOf(port));
        settings.put(ConsoleConfig.JOURNAL_DIRECTORY, journalDirectory().toString());
        return Console.start(ConsoleConfig.of(settings), meters);
    }

    private Path journalDirectory() {
        return options.dataDirectory().resolve("journal").toAbsolutePath();
    }

    private PriceBook priceBook() {
        return options.priceBook().isPresent()
                ? PriceBook.load(options.priceBook().get())
                : PriceBook.bundled();
    }

    private static boolean awaitReady(String what, BooleanSupplier isReady, BooleanSupplier isAlive)
            throws InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!isReady.getAsBoolean()) {
            if (!isAlive.getAsBoolean()) {
                throw new IllegalStateException(what + " failed to start; the log above says why");
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "%s was not ready within %d s".formatted(what, READY_WITHIN.toSeconds()));
            }
            Thread.sleep(READY_CHECK.toMillis());
        }
        return true;
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.addFirst(part);
        return part;
    }

    /** Returns how to talk to this instance. */
    public Connection connection() {
        return connection;
    }

    /** Returns where {@code /metrics} is. */
    public String metricsUrl() {
        return connection.metricsUrl().orElseThrow();
    }

    /** Returns where the page is. */
    public URI consoleUrl() {
        return console.url();
    }

    /** Returns the folder everything is kept in. */
    public Path dataDirectory() {
        return options.dataDirectory();
    }

    /** Returns the topics of this instance that people care about. */
    public static String topics() {
        return String.join(", ", Topic.USAGE.topicName(), Topic.LEDGER.topicName(), Topic.BUDGET_ALERTS.topicName());
    }

    /** Returns whether every part works or will work again by itself. */
    public boolean isAlive() {
        return !kafka.fault().toCompletableFuture().isDone()
                && streamProcessor.isAlive()
                && sink.isAlive()
                && console.isAlive()
                && notifier.map(Notifier::isAlive).orElse(true);
    }

    /** Returns whether every part does its work now. */
    public boolean isReady() {
        return streamProcessor.isReady()
                && sink.isReady()
                && notifier.map(Notifier::isReady).orElse(true);
    }

    @Override
    public void close() {
        try {
            // another instance that holds the folder, which this one then could not have, has its file there
            if (isSaved) {
                Connection.forget(options.dataDirectory());
            }
        } catch (IOException e) {
            LOG.warn("the connection file in {} could not be removed", options.dataDirectory(), e);
        }
        // The last opened is the first in the list; the stream processor goes before the sink, both before the servers.
        while (!parts.isEmpty()) {
            try {
                parts.removeFirst().close();
            } catch (Exception e) {
                LOG.warn("a part of the instance did not close cleanly", e);
            }
        }
    }
}
