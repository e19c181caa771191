package io.spendstream.stream.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.contract.BudgetJson;
import io.spendstream.contract.RejectionReason;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.stream.topology.SimulatedTopology.Fault;
import io.spendstream.testkit.Mutations;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * Records with something wrong in them, on every topic that others write to: the stream goes on, and what was accepted,
 * was a duplicate or was rejected is what was sent. {@code -Dfuzz.seed=S -Dfuzz.cases=N} tries others, or more.
 */
final class MutatedRecordsTest {
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int CASES = Integer.getInteger("fuzz.cases", 12_000);
    private static final Set<String> TAKEN = Set.of("accepted", "corrected", "duplicate");
    private static final Step.Pass SOON = new Step.Pass(Duration.ofSeconds(2), false);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a test of many cases has that one record can break. */
    private static final List<String> HOSTILE = List.of(
            "",
            "null",
            "[]",
            "{}",
            "true",
            "\"\"",
            "\ufeff{}",
            "NaN",
            "{\"schema_version\":2}",
            "\u001f\u008b\b\0\0",
            "[".repeat(9999));

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES) // a hang is a failure; slow is not
    void whatWasAcceptedADuplicateOrRejectedIsWhatWasSent() {
        var logger = (Logger) LoggerFactory.getLogger("io.spendstream.stream");
        logger.setLevel(Level.OFF); // thousands of refused definitions
        Simulation ground = Cases.of(SEED);
        var mutations = new Mutations(SEED);
        List<byte[]> events = events();
        List<byte[]> budgets = new ArrayList<>();
        for (Step step : definitions()) {
            budgets.add(BudgetJson.write(((Step.Define) step).budget()));
        }
        long sent = 0;
        try (var pipeline = new Pipeline(ground.start(), ground.prices(), Fault.NONE)) {
            for (int i = 0; i < CASES; i++) {
                byte[] value =
                        i % 50 == 0 ? mutations.pick(HOSTILE).getBytes(UTF_8) : mutations.of(mutations.pick(events));
                pipeline.send(Topic.USAGE, key(value, mutations, i), value, pipeline.now());
                sent++;
                if (i % 8 == 0) {
                    byte[] budget = mutations.of(mutations.pick(budgets));
                    pipeline.send(Topic.BUDGETS, id(budget, "id", i), budget, pipeline.now());
                    pipeline.send(Topic.CORRECTIONS, key(value, mutations, i), value, pipeline.now());
                }
                if (i % 500 == 0) {
                    pipeline.pass(SOON);
                }
            }
            pipeline.pass(SOON);
            requireBalance(pipeline, sent);
        } finally {
            logger.setLevel(null);
        }
    }

    private static void requireBalance(Pipeline pipeline, long sent) {
        Facts facts = pipeline.facts();
        Map<String, Long> letters = new TreeMap<>();
        for (TestRecord<byte[], byte[]> letter : pipeline.deadLetters()) {
            if (header(letter, "spendstream.topic").equals(Topic.USAGE.topicName())) {
                letters.merge(header(letter, "spendstream.reason"), 1L, Long::sum);
            }
            assertThat(header(letter, "spendstream.detail")).isNotBlank();
        }
        Map<String, Long> rejected = new TreeMap<>(facts.outcomes());
        rejected.keySet().removeAll(TAKEN);

        LoggerFactory.getLogger(MutatedRecordsTest.class)
                .warn("{} records from seed {}: {}", sent, SEED, facts.outcomes());
        assertThat(facts.outcomes().values().stream().mapToLong(Long::longValue).sum())
                .as("seed %d: %s", SEED, facts.outcomes())
                .isEqualTo(sent);
        assertThat(letters).as("seed %d: dead letters by reason", SEED).isEqualTo(rejected);
        assertThat(letters.keySet())
                .allMatch(reason -> RejectionReason.of(reason).isPresent());
        assertThat(facts.outcomes()).as("seed %d", SEED).containsKeys("accepted", "duplicate", "malformed_json");
        assertThat(pipeline.sink().doubled()).isEmpty();
        assertThat(pipeline.sink().rows().values().stream().filter(row -> row.number() == 0))
                .as("seed %d: first entries", SEED)
                .hasSize(Math.toIntExact(facts.outcomes().getOrDefault("accepted", 0L)));
    }

    private static String header(TestRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), UTF_8);
    }

    private static List<byte[]> events() {
        List<byte[]> events = new ArrayList<>();
        for (long seed = SEED; events.size() < 300; seed++) {
            for (Step step : Cases.of(seed).steps()) {
                if (step instanceof Step.Send send) {
                    events.add(UsageEventJson.write(
                            send.copy().at(Cases.of(SEED).start()).event()));
                }
            }
        }
        return events;
    }

    private static List<Step> definitions() {
        List<Step> definitions = new ArrayList<>();
        for (long seed = SEED; definitions.size() < 30; seed++) {
            Cases.of(seed).steps().stream()
                    .filter(step -> step instanceof Step.Define)
                    .forEach(definitions::add);
        }
        return definitions;
    }

    private static byte @Nullable [] key(byte[] value, Mutations mutations, int i) {
        return i % 97 == 0 ? null : i % 89 == 0 ? mutations.of("acme:1".getBytes(UTF_8)) : id(value, "event_id", i);
    }

    /** Returns the id the record says it has, as whoever sends it would. */
    private static byte[] id(byte[] value, String field, int i) {
        try {
            JsonNode id = JSON.readTree(value).path(field);
            return (id.isTextual() ? id.textValue() : "record-" + i).getBytes(UTF_8);
        } catch (IOException | StackOverflowError e) {
            return ("record-" + i).getBytes(UTF_8);
        }
    }
}
