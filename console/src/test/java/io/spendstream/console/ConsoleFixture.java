package io.spendstream.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spendstream.contract.BudgetAlert;
import io.spendstream.contract.BudgetAlertJson;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.Topic;
import io.spendstream.sink.schema.Schema;
import io.spendstream.sink.write.Batch;
import io.spendstream.sink.write.BatchWriter;
import io.spendstream.sink.write.Database;
import io.spendstream.sink.write.LedgerRow;
import io.spendstream.sink.write.Positions;
import io.spendstream.sink.write.Span;
import io.spendstream.testkit.TestDatabase;
import io.spendstream.testkit.TestKafka;
import io.spendstream.testkit.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jdbi.v3.core.Handle;

/** A console on a ledger of its own, and a client of it. */
final class ConsoleFixture implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WRITTEN_TOPIC = "written-by-test";

    private final TestKafka kafka;
    private final TestDatabase database;
    private final Map<String, String> settings;
    private final InstantSource clock;
    private final Console console;
    private final HttpClient client = HttpClient.newHttpClient();
    private long offset;

    ConsoleFixture(InstantSource clock, Path journal, Map<String, String> settings) throws IOException {
        kafka = TestKafka.shared();
        kafka.createTopics(2);
        database = TestPostgres.shared().freshDatabase();
        Schema.migrate(database.jdbcUrl(), database.user(), database.password());
        Map<String, String> all = new TreeMap<>(settings);
        all.put(ConsoleConfig.BOOTSTRAP_SERVERS, kafka.bootstrapServers());
        all.put(ConsoleConfig.JDBC_URL, database.jdbcUrl());
        all.put(ConsoleConfig.JDBC_USER, database.user());
        all.put(ConsoleConfig.JDBC_PASSWORD, database.password());
        all.put(ConsoleConfig.PORT, "0");
        all.put(ConsoleConfig.JOURNAL_DIRECTORY, journal.toString());
        this.settings = Map.copyOf(all);
        this.clock = clock;
        console = another();
    }

    /** Starts a console on the same ledger and broker, which the caller closes. */
    Console another() throws IOException {
        return Console.start(ConsoleConfig.of(settings), new SimpleMeterRegistry(), clock);
    }

    Console console() {
        return console;
    }

    TestKafka kafka() {
        return kafka;
    }

    URI url(String path) {
        return URI.create(console.url() + path.substring(1));
    }

    /** Writes {@code lines} as the sink does. */
    void write(LedgerLine... lines) throws SQLException {
        try (Handle handle = Database.at(database.jdbcUrl(), database.user(), database.password())
                .open()) {
            long epoch = new Positions(WRITTEN_TOPIC)
                    .claim(handle, 0, new UUID(0, 0), offset)
                    .epoch();
            List<LedgerRow> rows = new ArrayList<>();
            for (LedgerLine line : lines) {
                rows.add(new LedgerRow(0, offset + rows.size(), line, LedgerLineJson.write(line)));
            }
            long from = offset;
            offset += lines.length;
            new BatchWriter(WRITTEN_TOPIC)
                    .write(handle, new Batch(rows, List.of(), List.of(new Span(0, epoch, from, offset))));
        }
    }

    /** Appends a ledger line that is in no table. */
    void send(LedgerLine line) {
        send(Topic.LEDGER, line.eventId().getBytes(StandardCharsets.UTF_8), LedgerLineJson.write(line));
    }

    /** Appends an alert. */
    void send(BudgetAlert alert) {
        send(
                Topic.BUDGET_ALERTS,
                alert.allowance().id().getBytes(StandardCharsets.UTF_8),
                BudgetAlertJson.write(alert));
    }

    /** Appends a record to {@code topic}. */
    void send(Topic topic, byte[] key, byte[] value) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic.topicName(), key, value)).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> request(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String path) {
        return request(HttpRequest.newBuilder(url(path)));
    }

    /** Returns the JSON of {@code /api/v1/…}, whatever its status. */
    JsonNode json(String path) {
        return json(console, path);
    }

    /** Returns the JSON that {@code of} answers. */
    JsonNode json(Console of, String path) {
        return parsed(request(HttpRequest.newBuilder(of.url().resolve("api/v1/" + path)))
                .body());
    }

    static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(text, e);
        }
    }

    @Override
    public void close() {
        console.close();
    }
}
