package io.spendstream.stream.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetJson;
import io.spendstream.contract.Topic;
import io.spendstream.stream.book.BookInForce;
import io.spendstream.stream.book.TestBooks;
import io.spendstream.stream.pricing.PriceBook;
import io.spendstream.stream.topology.SimulatedTopology;
import io.spendstream.stream.topology.SimulatedTopology.Fault;
import io.spendstream.stream.topology.SimulatedTopology.Kept;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The whole topology, a sink in memory behind it, and a clock that is moved by hand. */
final class Pipeline implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ByteArraySerializer BYTES = new ByteArraySerializer();
    private static final Duration FLUSH = SimulatedTopology.flushInterval();
    private static final List<Topic> FOLLOWED = List.of(Topic.BUDGETS, Topic.PRICES);

    private final PriceBook first;
    private final Fault fault;
    private final Map<Topic, List<TestRecord<byte[], byte[]>>> followed = new HashMap<>();
    private final MemorySink sink = new MemorySink();
    private final Map<String, Entry.Sum> totals = new HashMap<>();
    private final SortedMap<String, Long> outcomes = new TreeMap<>();
    private final List<Facts.Alert> alerts = new ArrayList<>();
    private final Map<JsonNode, JsonNode> states = new HashMap<>();
    private final List<TestRecord<byte[], byte[]>> deadLetters = new ArrayList<>();
    private Instant now;
    private SimulatedTopology topology;
    private TopologyTestDriver driver;

    Pipeline(Instant start, PriceList prices, Fault fault) {
        this(start, prices, fault, Kept.NOTHING);
    }

    /** Starts a process whose stores hold what was {@code kept} of an earlier one. */
    Pipeline(Instant start, PriceList prices, Fault fault, Kept kept) {
        now = start;
        this.fault = fault;
        first = PriceBook.of(Map.of("first.json", prices.toFile()));
        FOLLOWED.forEach(topic -> followed.put(topic, new ArrayList<>()));
        topology = topology(kept);
        driver = driver();
    }

    private SimulatedTopology topology(Kept kept) {
        var prices = new BookInForce(first, inForce -> {});
        return SimulatedTopology.of(SimulatedTopology.settings(), prices, kept, fault);
    }

    private TopologyTestDriver driver() {
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "simulation");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        return new TopologyTestDriver(topology, properties, now);
    }

    /** Stops the process and starts another, which follows prices and budgets from the beginning. */
    void restart() {
        collect();
        Kept kept = topology.keep(driver);
        driver.close();
        topology = topology(kept);
        driver = driver();
        followed.forEach((topic, records) -> records.forEach(record -> pipe(topic, record)));
    }

    void pass(Step.Pass pass) {
        if (!pass.isAtOnce()) {
            flush();
        }
        advance(pass.time());
        flush();
    }

    private void flush() {
        // twice: what the first stage passes on, the second merges, and passes on in its turn
        advance(FLUSH);
        advance(FLUSH);
    }

    private void advance(Duration time) {
        driver.advanceWallClockTime(time);
        now = now.plus(time);
    }

    void send(Topic topic, byte @Nullable [] key, byte @Nullable [] value, Instant arrivedAt) {
        pipe(topic, new TestRecord<>(key, value, new RecordHeaders(), arrivedAt));
    }

    private void follow(Topic topic, byte[] key, byte @Nullable [] value) {
        var record = new TestRecord<>(key, value, new RecordHeaders(), now);
        followed.getOrDefault(topic, new ArrayList<>()).add(record);
        pipe(topic, record);
    }

    private void pipe(Topic topic, TestRecord<byte[], byte[]> record) {
        driver.createInputTopic(topic.topicName(), BYTES, BYTES).pipeInput(record);
    }

    void publish(PriceList prices) {
        TestBooks.records(Map.of(), Map.of("published.json", prices.toFile()))
                .forEach((key, value) -> follow(Topic.PRICES, key.getBytes(UTF_8), value));
    }

    void define(Budget budget) {
        follow(Topic.BUDGETS, budget.id().getBytes(UTF_8), BudgetJson.write(budget));
    }

    void delete(String id) {
        byte[] value = id.equals(Budget.DEFAULT_ID) ? BudgetJson.writeDeleted(id) : null;
        follow(Topic.BUDGETS, id.getBytes(UTF_8), value);
    }

    /** Returns what the stores hold. */
    Kept keep() {
        return topology.keep(driver);
    }

    /** Returns the records written to {@code topic} since they were read before. */
    List<TestRecord<byte[], byte[]>> read(Topic topic) {
        var bytes = new ByteArrayDeserializer();
        return driver.createOutputTopic(topic.topicName(), bytes, bytes).readRecordsToList();
    }

    private void collect() {
        read(Topic.LEDGER).forEach(line -> sink.write(json(line.value())));
        read(Topic.TOTALS).forEach(this::collectTotal);
        read(Topic.BUDGET_ALERTS)
                .forEach(alert -> alerts.add(alert(json(alert.value()).path("data"))));
        read(Topic.BUDGET_STATE).forEach(state -> {
            if (state.value() == null) {
                states.remove(json(state.key()));
            } else {
                states.put(json(state.key()), json(state.value()));
            }
        });
        deadLetters.addAll(read(Topic.DEAD_LETTERS));
    }

    private void collectTotal(TestRecord<byte[], byte[]> total) {
        JsonNode key = json(total.key());
        JsonNode value = json(total.value());
        List<String> values = new ArrayList<>();
        key.path("values").forEach(text -> values.add(text.textValue()));
        String dimension = key.path("dimension").textValue();
        if (dimension.equals("outcome")) {
            outcomes.put(values.get(0), value.path("calls").longValue());
            return;
        }
        var sum = new Entry.Sum(
                value.path("calls").longValue(),
                value.path("prompt_tokens").longValue(),
                value.path("completion_tokens").longValue(),
                new BigDecimal(value.path("cost_exact").textValue()),
                value.path("unpriced_calls").longValue());
        totals.put(Facts.totalKey(dimension, values, key.path("day").textValue()), sum);
    }

    private static Facts.Alert alert(JsonNode data) {
        return new Facts.Alert(
                allowance(data.path("budget")),
                new BigDecimal(data.path("threshold").path("ratio").asText()),
                data.path("state").textValue(),
                data.path("sequence").intValue(),
                amount(data.path("spend"), "used"));
    }

    private static Facts.Allowance allowance(JsonNode budget) {
        var values = new TreeMap<String, String>();
        budget.path("values")
                .properties()
                .forEach(value -> values.put(value.getKey(), value.getValue().textValue()));
        String start = budget.path("period").path("start").textValue();
        return new Facts.Allowance(budget.path("id").textValue(), values, start == null ? null : Instant.parse(start));
    }

    private static BigDecimal amount(JsonNode node, String name) {
        BigDecimal amount = node.has(name + "_cents")
                ? new BigDecimal(node.path(name + "_cents").textValue()).movePointLeft(2)
                : BigDecimal.valueOf(node.path(name + "_tokens").longValue());
        return amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what is so, by the topics. */
    Facts facts() {
        collect();
        return new Facts(sink.rows(), Facts.withoutZeros(totals), outcomes, alerts, spent());
    }

    private SortedMap<String, BigDecimal> spent() {
        var spent = new TreeMap<String, BigDecimal>();
        for (JsonNode state : states.values()) {
            JsonNode budget = state.path("budget");
            JsonNode period = budget.path("period");
            boolean isTemplate =
                    budget.path("each").size() != budget.path("values").size();
            boolean isOfNow = !period.has("end")
                    || now.isBefore(Instant.parse(period.path("end").textValue()));
            if (!isTemplate && isOfNow) {
                spent.put(allowance(budget).toString(), amount(state, "spent"));
            }
        }
        return spent;
    }

    MemorySink sink() {
        return sink;
    }

    List<TestRecord<byte[], byte[]>> deadLetters() {
        return deadLetters;
    }

    Instant now() {
        return now;
    }

    @Override
    public void close() {
        driver.close();
    }
}
