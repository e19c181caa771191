package io.spendstream.faults.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.faults.workload.PlannedCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What the topics show. */
public final class TopicViews {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> INPUT = List.of(
            "input",
            "cache_read",
            "cache_read_audio",
            "cache_write_5m",
            "cache_write_1h",
            "input_audio",
            "input_image",
            "input_video");
    private static final List<String> OUTPUT = List.of("output", "reasoning", "output_audio", "output_image");

    private TopicViews() {}

    static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + new String(json, UTF_8), e);
        }
    }

    /** Returns the lines of the ledger topic. */
    public static List<Entry> ledger(Collection<ConsumerRecord<byte[], byte[]>> records) {
        List<Entry> entries = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            entries.add(entry(new Origin(record.partition(), record.offset()), record.value()));
        }
        return entries;
    }

    private static Entry entry(Origin place, byte[] line) {
        JsonNode json = read(line);
        int entry = json.path("entry").asInt();
        JsonNode usage = json.path("usage");
        var sum = new Sum(
                entry == 0 ? 1 : 0,
                INPUT.stream().mapToLong(name -> usage.path(name).asLong()).sum(),
                OUTPUT.stream().mapToLong(name -> usage.path(name).asLong()).sum(),
                Sum.units(new BigDecimal(json.path("cost_exact").asText("0"))),
                json.path("unpriced_calls").asLong());
        var who = new PlannedCall.Who(
                json.path("session_id").asText(),
                json.path("task_type").asText(),
                json.path("team").asText(),
                json.path("agent").asText());
        return new Entry(
                place,
                json.path("event_id").asText(),
                entry,
                Instant.parse(json.path("timestamp").asText()),
                who,
                json.path("model").asText(),
                json.path("price_id").asText(null),
                sum);
    }

    /** Returns the price each event took last, by the ledger's {@code entries}. */
    public static Map<String, String> priceIds(Collection<Entry> entries) {
        Map<String, Entry> last = new HashMap<>();
        for (Entry entry : entries) {
            if (entry.priceId() != null) {
                last.merge(entry.eventId(), entry, (a, b) -> a.entry() > b.entry() ? a : b);
            }
        }
        Map<String, String> priceIds = new HashMap<>();
        last.forEach((id, entry) -> priceIds.put(id, String.valueOf(entry.priceId())));
        return priceIds;
    }

    /** Returns the totals by day. */
    public static View totals(Collection<ConsumerRecord<byte[], byte[]>> table) {
        Map<Bucket, Sum> buckets = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : table) {
            JsonNode key = read(record.key());
            String dimension = key.path("dimension").asText();
            if (Bucket.DIMENSIONS.contains(dimension)) {
                String value = key.path("values").path(0).asText();
                buckets.put(
                        new Bucket(
                                dimension,
                                value,
                                LocalDate.parse(key.path("day").asText())),
                        sum(record.value()));
            }
        }
        Set<String> dimensions = Set.of(Bucket.ALL, Bucket.TEAM, Bucket.TASK_TYPE, Bucket.AGENT, Bucket.MODEL);
        return View.ofBuckets("totals topic", dimensions, buckets);
    }

    private static Sum sum(byte[] total) {
        JsonNode json = read(total);
        return new Sum(
                json.path("calls").asLong(),
                json.path("prompt_tokens").asLong(),
                json.path("completion_tokens").asLong(),
                Sum.units(new BigDecimal(json.path("cost_exact").asText())),
                json.path("unpriced_calls").asLong());
    }

    /** Returns how many usage records had which outcome, by the totals. */
    public static Map<String, Long> outcomes(Collection<ConsumerRecord<byte[], byte[]>> table) {
        Map<String, Long> outcomes = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : table) {
            JsonNode key = read(record.key());
            if (key.path("dimension").asText().equals("outcome")) {
                outcomes.put(
                        key.path("values").path(0).asText(),
                        read(record.value()).path("calls").asLong());
            }
        }
        outcomes.values().removeIf(count -> count == 0);
        return outcomes;
    }

    /** Returns the reasons of the dead letters of the topic {@code origin}, by where each came from. */
    public static Check deadLetters(
            Map<Origin, String> expected, Collection<ConsumerRecord<byte[], byte[]>> letters, String origin) {
        List<String> differences = new ArrayList<>();
        Map<Origin, String> found = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> letter : letters) {
            if (!header(letter, "topic").equals(origin)) {
                continue;
            }
            var from =
                    new Origin(Integer.parseInt(header(letter, "partition")), Long.parseLong(header(letter, "offset")));
            if (found.put(from, header(letter, "reason")) != null) {
                differences.add("record %s has two dead letters".formatted(from));
            }
        }
        long compared = Comparison.compare("dead letter of ", expected, found, differences);
        return new Check("dead letters", compared, differences);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader("spendstream." + name);
        byte @Nullable [] value = header == null ? null : header.value();
        return value == null ? "" : new String(value, UTF_8);
    }
}
