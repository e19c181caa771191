package io.spendstream.cli.letters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.cli.Output;
import io.spendstream.cli.progress.Progress;
import io.spendstream.cli.topics.TopicScan;
import io.spendstream.contract.Topic;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What became of a dead letter, as it is kept on {@link Topic#DEAD_LETTER_REPLAYS} under the letter's id:
 *
 * <pre>
 * {"schema_version":1, "at":"2026-11-22T07:00:00Z", "operator":"ada", "sent_to":"spendstream.usage/3@4711"}
 * </pre>
 *
 * @param at when
 * @param operator who ordered it
 * @param sentTo where it went, {@code topic/partition@offset}; null if it was counted already and went nowhere
 */
record Replay(Instant at, String operator, @Nullable String sentTo) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SCHEMA_VERSION = 1;

    Replay {
        requireNonNull(at, "at");
        requireNonNull(operator, "operator");
    }

    /** Reads all there are, by the ids of the letters, and says to {@code progress} that it does. */
    static Map<String, Replay> readAll(Map<String, Object> kafka, Progress progress) {
        String what = "reading %s from %s".formatted(Topic.DEAD_LETTER_REPLAYS, kafka.get("bootstrap.servers"));
        return progress.during(what, () -> readAll(kafka));
    }

    private static Map<String, Replay> readAll(Map<String, Object> kafka) {
        Map<String, Replay> replays = new HashMap<>();
        if (TopicScan.exists(kafka, Topic.DEAD_LETTER_REPLAYS)) {
            TopicScan.run(kafka, Topic.DEAD_LETTER_REPLAYS, record -> {
                put(record, replays);
                return true;
            });
        }
        return replays;
    }

    private static void put(ConsumerRecord<byte[], byte[]> record, Map<String, Replay> replays) {
        String id = new String(record.key(), UTF_8);
        byte @Nullable [] value = record.value();
        if (value == null) {
            replays.remove(id);
            return;
        }
        replays.put(id, read(value));
    }

    private static Replay read(byte[] value) {
        try {
            JsonNode node = JSON.readTree(value);
            return new Replay(
                    Instant.parse(node.path("at").asText()),
                    node.path("operator").asText(),
                    node.path("sent_to").textValue());
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(
                    "a record of %s cannot be read; a newer version wrote it".formatted(Topic.DEAD_LETTER_REPLAYS), e);
        }
    }

    byte[] toJson() {
        ObjectNode node = Output.object();
        node.put("schema_version", SCHEMA_VERSION);
        node.put("at", at.toString());
        node.put("operator", operator);
        node.put("sent_to", sentTo);
        return node.toString().getBytes(UTF_8);
    }

    @Override
    public String toString() {
        return sentTo == null
                ? "counted already, said %s at %s".formatted(operator, at)
                : "sent again by %s at %s".formatted(operator, at);
    }
}
