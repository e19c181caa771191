package io.spendstream.stream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetJson;
import io.spendstream.contract.DeadLetter;
import io.spendstream.contract.Dimension;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.Tally;
import io.spendstream.contract.Topic;
import io.spendstream.contract.TotalJson;
import io.spendstream.contract.TotalKey;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.stream.ledger.PriceSource;
import io.spendstream.stream.ledger.Pricer;
import io.spendstream.stream.timing.FlushPace;
import io.spendstream.testkit.TemporaryDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The topology in one process, without a broker: records in, records out, and a clock that is moved by hand. */
final class Metering implements AutoCloseable {
    /** When the tests take place. */
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    /** The total of everything on the day of the tests. */
    static final TotalKey ALL_TODAY = new TotalKey(Dimension.ALL, List.of(), LocalDate.parse("2026-11-21"));

    /** How long after a definition it is in force everywhere. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TopologyTestDriver driver;
    private final Map<Topic, TestInputTopic<byte[], byte[]>> inputs = new HashMap<>();
    private final Map<Topic, TestOutputTopic<byte[], byte[]>> outputs = new HashMap<>();
    private final Map<TotalKey, Tally> totals = new HashMap<>();
    private final Duration flushInterval;
    private final TemporaryDirectory state = TemporaryDirectory.create("metering");

    Metering(MeteringSettings settings, Pricer pricer, Instant start) {
        this(settings, TestPrices.always(pricer), start);
    }

    Metering(MeteringSettings settings, PriceSource prices, Instant start) {
        flushInterval = settings.flushInterval();
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "metering-test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.path().toString());
        driver = new TopologyTestDriver(MeteringTopology.of(settings, prices), properties, start);
        var bytes = new ByteArraySerializer();
        var fromBytes = new ByteArrayDeserializer();
        for (Topic topic :
                List.of(Topic.USAGE, Topic.CORRECTIONS, Topic.BUDGETS, Topic.PARTIALS, Topic.BUDGET_PARTIALS)) {
            inputs.put(topic, driver.createInputTopic(topic.topicName(), bytes, bytes));
        }
        for (Topic topic : Topic.all()) {
            outputs.put(topic, driver.createOutputTopic(topic.topicName(), fromBytes, fromBytes));
        }
    }

    /** Returns one with default settings and {@link TestPrices}, at {@link #NOON}. */
    static Metering started() {
        return new Metering(MeteringSettings.defaults(new MeteringSettings.Partitions(1, 1)), TestPrices.PRICER, NOON);
    }

    /** Sends {@code event} as if the broker took it at {@code arrivedAt}. */
    void send(UsageEvent event, Instant arrivedAt) {
        send(event.eventId().getBytes(UTF_8), UsageEventJson.write(event), arrivedAt);
    }

    /** Sends {@code event} as if the broker took it when it happened. */
    void send(UsageEvent event) {
        send(event, event.timestamp());
    }

    void send(byte @Nullable [] key, byte @Nullable [] value, Instant arrivedAt) {
        send(Topic.USAGE, new TestRecord<>(key, value, new RecordHeaders(), arrivedAt));
    }

    void send(Topic topic, TestRecord<byte[], byte[]> sent) {
        requireNonNull(inputs.get(topic)).pipeInput(sent);
    }

    /** Orders {@code correction}, as if the broker took the order at {@code arrivedAt}. */
    void order(LedgerLine correction, Instant arrivedAt) {
        byte[] key = correction.eventId().getBytes(UTF_8);
        byte[] value = LedgerLineJson.write(correction);
        send(Topic.CORRECTIONS, new TestRecord<>(key, value, new RecordHeaders(), arrivedAt));
    }

    void define(Budget budget, Instant arrivedAt) {
        defineUnseen(budget, arrivedAt);
        pass(LOOK);
    }

    /** Defines {@code budget}, which nobody looks at yet. */
    void defineUnseen(Budget budget, Instant arrivedAt) {
        byte[] key = budget.id().getBytes(UTF_8);
        send(Topic.BUDGETS, new TestRecord<>(key, BudgetJson.write(budget), new RecordHeaders(), arrivedAt));
    }

    void delete(String budgetId, Instant arrivedAt) {
        send(Topic.BUDGETS, new TestRecord<>(budgetId.getBytes(UTF_8), null, new RecordHeaders(), arrivedAt));
        pass(LOOK);
    }

    /** Lets the time of one flush pass. */
    void flush() {
        // twice: what the first stage passes on, the second merges, and passes on in its turn
        driver.advanceWallClockTime(flushInterval);
        driver.advanceWallClockTime(flushInterval);
    }

    void pass(Duration time) {
        driver.advanceWallClockTime(time);
        flush();
    }

    List<TestRecord<byte[], byte[]>> read(Topic topic) {
        return requireNonNull(outputs.get(topic)).readRecordsToList();
    }

    /** Returns the ledger lines written since this was asked before. */
    List<LedgerLine> ledger() {
        return read(Topic.LEDGER).stream()
                .map(line -> LedgerLineJson.read(line.value()))
                .toList();
    }

    /** Returns the dead letters written since this was asked before. */
    List<DeadLetter> deadLetters() {
        return read(Topic.DEAD_LETTERS).stream()
                .map(letter -> DeadLetter.fromHeaders(letter.headers()))
                .toList();
    }

    /** Returns all totals, once nothing of what came waits to be passed on. */
    Map<TotalKey, Tally> totals() {
        // twice, as above, and as long as a flush waits after one of many cells
        driver.advanceWallClockTime(flushInterval.multipliedBy(FlushPace.STEPS_MAX));
        driver.advanceWallClockTime(flushInterval.multipliedBy(FlushPace.STEPS_MAX));
        read(Topic.TOTALS)
                .forEach(total -> totals.put(TotalJson.readKey(total.key()), TotalJson.readTotal(total.value())));
        return totals;
    }

    /** Returns how many records had the outcome {@code code}. */
    long outcome(String code) {
        var key = new TotalKey(Dimension.OUTCOME, List.of(code), null);
        return totals().getOrDefault(key, Tally.ZERO).calls();
    }

    /** Returns the alerts sent since this was asked before, after a flush. */
    List<JsonNode> alerts() {
        flush();
        return jsons(Topic.BUDGET_ALERTS);
    }

    /** Returns the ids of the alerts sent since this was asked before, after a flush. */
    List<String> alertIds() {
        return alerts().stream().map(alert -> alert.path("id").textValue()).toList();
    }

    /** Returns the budget states sent since this was asked before, after a flush. */
    List<JsonNode> states() {
        flush();
        return jsons(Topic.BUDGET_STATE);
    }

    private List<JsonNode> jsons(Topic topic) {
        List<JsonNode> values = new ArrayList<>();
        try {
            for (TestRecord<byte[], byte[]> sent : read(topic)) {
                values.add(sent.value() == null ? JSON.nullNode() : JSON.readTree(sent.value()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }

    @Override
    public void close() {
        driver.close();
        state.close();
    }
}
