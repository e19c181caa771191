package io.spendstream.console.page;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spendstream.console.Console;
import io.spendstream.console.ConsoleConfig;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetJson;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.sink.Sink;
import io.spendstream.sink.SinkConfig;
import io.spendstream.stream.StreamProcessor;
import io.spendstream.stream.StreamProcessorConfig;
import io.spendstream.testkit.TestDatabase;
import io.spendstream.testkit.TestKafka;
import io.spendstream.testkit.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A whole pipeline on a broker and a database of its own, with a console in front that can be taken away. */
final class RunningPipeline implements AutoCloseable {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int PARTITIONS = 2;

    private final Path folder;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final String brokers;
    private final TestDatabase database;
    private final KafkaProducer<byte[], byte[]> producer;
    private @Nullable Sink sink;
    private Console console;

    private RunningPipeline(Path folder, String brokers, TestDatabase database, AutoCloseable server)
            throws IOException {
        this.folder = folder;
        this.brokers = brokers;
        this.database = database;
        opened(server);
        try {
            producer = opened(new KafkaProducer<>(
                    Map.of("bootstrap.servers", brokers), new ByteArraySerializer(), new ByteArraySerializer()));
            startPipeline();
            console = newConsole(0, Map.of());
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts everything; returns when events are taken and questions are answered. */
    static RunningPipeline start(Path folder) throws IOException {
        TestKafka kafka = TestKafka.start();
        kafka.createTopics(PARTITIONS);
        return new RunningPipeline(
                folder, kafka.bootstrapServers(), TestPostgres.shared().freshDatabase(), kafka);
    }

    /** Starts everything but a broker, which has the topics already, and a database, which are the caller's to close. */
    static RunningPipeline start(Path folder, String brokers, TestDatabase database) throws IOException {
        return new RunningPipeline(folder, brokers, database, () -> {});
    }

    private void startPipeline() {
        opened(this::stopSink);
        startSink();
        var settings = new HashMap<String, String>();
        settings.put("bootstrap.servers", brokers);
        settings.put("state.dir", folder.resolve("streams").toString());
        settings.put("topic.partitions", String.valueOf(PARTITIONS));
        settings.put("instance.id", "page");
        settings.put("budget.daily.limit.usd", "250");
        StreamProcessor processor =
                opened(StreamProcessor.start(StreamProcessorConfig.of(settings), new SimpleMeterRegistry()));
        await().atMost(LONG).until(processor::isReady);
    }

    private void startSink() {
        Sink started = Sink.start(SinkConfig.of(databaseSettings()), new SimpleMeterRegistry());
        sink = started;
        await().atMost(LONG).until(started::isReady);
    }

    private void stopSink() {
        if (sink != null) {
            sink.close();
            sink = null;
        }
    }

    private Map<String, String> databaseSettings() {
        var settings = new HashMap<String, String>();
        settings.put("bootstrap.servers", brokers);
        settings.put("jdbc.url", database.jdbcUrl());
        settings.put("jdbc.user", database.user());
        settings.put("jdbc.password", database.password());
        return settings;
    }

    /** Starts a console on {@code port} with further settings, which the caller closes. */
    Console newConsole(int port, Map<String, String> further) throws IOException {
        Map<String, String> settings = databaseSettings();
        settings.put(ConsoleConfig.PORT, String.valueOf(port));
        settings.put(ConsoleConfig.JOURNAL_DIRECTORY, folder.resolve("journal").toString());
        settings.putAll(further);
        Console started = Console.start(ConsoleConfig.of(settings), new SimpleMeterRegistry());
        await().atMost(LONG).until(started::isReady);
        return started;
    }

    /** Returns where the page is. */
    String url() {
        return console.url().toString();
    }

    /** Takes the console away, does {@code meanwhile}, and brings it back where it was. */
    void withoutConsole(Runnable meanwhile) throws IOException {
        int port = console.url().getPort();
        console.close();
        meanwhile.run();
        console = newConsole(port, Map.of());
    }

    /** Stops the sink, does {@code meanwhile}, and starts it again. */
    void withoutSink(Runnable meanwhile) {
        stopSink();
        meanwhile.run();
        startSink();
    }

    /** Sends events, as agents do; returns when they are in the table. */
    void send(List<UsageEvent> events) {
        long before = lines();
        events.forEach(event -> produce(Topic.USAGE, event.eventId(), UsageEventJson.write(event)));
        awaitLines(before + events.size());
    }

    void send(UsageEvent event) {
        send(List.of(event));
    }

    /** Sends what nobody can read to {@code topic}. */
    void sendNonsense(Topic topic) {
        produce(topic, "nonsense", "{\"schema_version\": 1}".getBytes(StandardCharsets.UTF_8));
        producer.flush();
    }

    /** Writes lines into the ledger, as the stream processor did long ago; returns when they are in the table. */
    void remember(List<LedgerLine> lines) {
        long before = lines();
        write(lines);
        awaitLines(before + lines.size());
    }

    /** Writes lines into the ledger; returns when they are in its topic. */
    void write(List<LedgerLine> lines) {
        lines.forEach(line -> produce(Topic.LEDGER, line.eventId(), LedgerLineJson.write(line)));
        producer.flush();
    }

    /** Defines budgets. */
    void define(List<Budget> budgets) {
        budgets.forEach(budget -> produce(Topic.BUDGETS, budget.id(), BudgetJson.write(budget)));
        producer.flush();
    }

    /** Does to the database what nobody should. */
    void tamper(String sql) {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Returns what {@code sql}, which asks for one text, is answered. */
    String ask(String sql) {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var answer = statement.executeQuery(sql)) {
            answer.next();
            return answer.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private long lines() {
        return Long.parseLong(ask("SELECT count(*) FROM token_usage"));
    }

    private void awaitLines(long count) {
        producer.flush();
        await().atMost(LONG).until(() -> lines() >= count);
    }

    private void produce(Topic topic, String key, byte[] value) {
        var unused =
                producer.send(new ProducerRecord<>(topic.topicName(), key.getBytes(StandardCharsets.UTF_8), value));
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.addFirst(part);
        return part;
    }

    @Override
    public void close() {
        if (console != null) {
            console.close();
        }
        while (!parts.isEmpty()) {
            try {
                parts.removeFirst().close();
            } catch (Exception e) {
                throw new IllegalStateException("a part did not close", e);
            }
        }
    }
}
