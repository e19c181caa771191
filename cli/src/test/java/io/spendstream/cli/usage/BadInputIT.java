package io.spendstream.cli.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.cli.CommandRun;
import io.spendstream.cli.instance.Ledger;
import io.spendstream.cli.instance.SharedInstance;
import io.spendstream.cli.topics.TopicScan;
import io.spendstream.contract.Dimension;
import io.spendstream.contract.Topic;
import io.spendstream.contract.TotalJson;
import io.spendstream.contract.TotalKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Everything wrong that can come in, then one good event. */
class BadInputIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String SESSION = "bad-input-" + UUID.randomUUID();
    private static final String SQL = "'); DROP TABLE token_usage; --";
    private static final String HOSTILE = "x\n[ERROR] forged \u001b[31m\u202e entry";
    private static final List<String> REQUIRED =
            List.of("schema_version", "event_id", "timestamp", "session_id", "provider", "model", "usage");

    /** The reason each bad line must be refused for, by the line. */
    private static final Map<String, String> REASONS = new LinkedHashMap<>();

    private static final Ledger LEDGER = new Ledger(SharedInstance.connection());

    private static CommandRun tracked = new CommandRun(-1, "", "");
    private static List<JsonNode> letters = List.of();

    @BeforeAll
    static void sendEverythingWrongThenOneGoodEvent() throws IOException {
        addWhatTrackCanSee();
        addWhatOnlyTheStreamProcessorCanSee();
        List<String> lines = new ArrayList<>();
        lines.add(EventText.of(SESSION + "-first", SESSION));
        lines.addAll(REASONS.keySet());
        lines.add(EventText.of(SESSION + "-first", SESSION)
                .replaceFirst("\"timestamp\":\"[^\"]*\"", timestampOf(lines.get(0))));
        lines.add(EventText.with(SESSION + "-provisional", SESSION, event -> event.put("usage_status", "provisional")));
        lines.add(EventText.with(SESSION + "-provisional", SESSION, event -> usage(event, "output", 99)));
        lines.add(EventText.with(
                SESSION + "-sql", SESSION, event -> event.put("task_type", SQL).put("agent", SQL)));
        lines.add(EventText.of(SESSION + "-last", SESSION));

        tracked = SharedInstance.track(EventText.input(lines));

        LEDGER.awaitCalls(SESSION, 4);
        await().atMost(LONG)
                .until(() -> received()
                        == outcomes().values().stream().mapToLong(n -> n).sum());
        letters = deadLetters();
    }

    private static void addWhatTrackCanSee() {
        bad("malformed_json", "{\"event_id\": \"" + SESSION);
        bad("malformed_json", "not json at all " + SESSION);
        bad("wrong_type", with(event -> event.put("session_id", 7)));
        bad("wrong_type", with(event -> event.putObject("usage").put("input", "1000")));
        bad("wrong_type", with(event -> event.putObject("usage").put("input", 1.5)));
        bad("negative_count", with(event -> usage(event, "input", -1)));
        bad("count_too_large", with(event -> usage(event, "input", 1_000_000_000_001L)));
        bad("count_too_large", with(event -> usage(event, "input", 7)).replace(":7,", ":9223372036854775808,"));
        for (String field : REQUIRED) {
            bad("missing_field", with(event -> event.remove(field)));
        }
        bad("missing_field", with(event -> event.put("session_id", "")));
        bad("record_too_large", with(event -> event.put("padding", "x".repeat(5 << 20))));
        bad("record_too_large", with(event -> tags(event, 10_000)));
        bad("too_many_tags", with(event -> tags(event, 33)));
        bad("unsupported_schema_version", with(event -> event.put("schema_version", 2)));
        bad("illegal_character", with(event -> event.put("team", HOSTILE)));
        bad("illegal_character", with(event -> event.put("model", "a\nb")));
        bad("text_too_long", with(event -> event.put("agent", "a".repeat(257))));
        bad("unknown_usage_class", with(event -> usage(event, "prompt_tokens", 5)));
        bad("duplicate_field", with(event -> {}).replaceFirst("\\{", "{\"model\":\"x\","));
        bad("invalid_value", with(event -> event.put("timestamp", "yesterday")));
    }

    private static void addWhatOnlyTheStreamProcessorCanSee() {
        bad("too_late", with(event -> event.put("timestamp", "1970-01-01T00:00:00Z")));
        bad("in_the_future", with(event -> event.put("timestamp", "2999-12-31T23:59:59Z")));
        bad("cost_too_large", with(event -> usage(event, "output", 900_000_000_000L)));
        bad("conflict", EventText.with(SESSION + "-first", SESSION, event -> usage(event, "output", 11)));
    }

    private static void bad(String reason, String line) {
        REASONS.put(line, reason);
    }

    private static String with(java.util.function.Consumer<ObjectNode> change) {
        return EventText.with(SESSION + "-" + REASONS.size(), SESSION, change);
    }

    private static void usage(ObjectNode event, String usageClass, long count) {
        ((ObjectNode) event.path("usage")).put(usageClass, count);
    }

    private static void tags(ObjectNode event, int count) {
        ObjectNode tags = event.putObject("tags");
        for (int i = 0; i < count; i++) {
            tags.put("tag" + i, "x");
        }
    }

    private static String timestampOf(String line) throws IOException {
        return "\"timestamp\":\"%s\""
                .formatted(JSON.readTree(line).path("timestamp").asText());
    }

    private static List<JsonNode> deadLetters() throws IOException {
        List<JsonNode> found = new ArrayList<>();
        for (String line : SharedInstance.run("dead-letters", "list", "--json", "--limit", "100000")
                .out()
                .lines()
                .toList()) {
            found.add(JSON.readTree(line));
        }
        return found;
    }

    private static long received() {
        long[] records = {0};
        TopicScan.run(SharedInstance.connection().kafkaProperties(), Topic.USAGE, record -> {
            records[0]++;
            return true;
        });
        return records[0];
    }

    private static Map<String, Long> outcomes() {
        Map<TotalKey, Long> calls = new HashMap<>();
        TopicScan.run(SharedInstance.connection().kafkaProperties(), Topic.TOTALS, record -> {
            TotalKey key = TotalJson.readKey(record.key());
            if (key.dimension() == Dimension.OUTCOME) {
                calls.put(key, TotalJson.readTotal(record.value()).calls());
            }
            return true;
        });
        Map<String, Long> byOutcome = new HashMap<>();
        calls.forEach((key, count) -> byOutcome.merge(key.values().get(0), count, Long::sum));
        return byOutcome;
    }

    @Test
    void everyBadLineIsADeadLetterWithItsOwnReasonAndItsOriginalBytes() {
        Map<String, String> found = new HashMap<>();
        letters.forEach(letter ->
                found.put(letter.path("value").asText(), letter.path("reason").asText()));

        REASONS.forEach(
                (line, reason) -> assertThat(found.get(line)).as("%.120s", line).isEqualTo(reason));
    }

    @Test
    void everyDeadLetterSaysWhereItCameFromAndWhyInASentence() {
        assertThat(letters).hasSizeGreaterThanOrEqualTo(REASONS.size()).allSatisfy(letter -> {
            assertThat(letter.path("topic").asText()).isEqualTo("spendstream.usage");
            assertThat(letter.path("offset").isIntegralNumber()).isTrue();
            assertThat(letter.path("detail").asText()).isNotBlank().doesNotContain("forged", "\u001b");
        });
    }

    @Test
    void aDeadLetterIsFoundByTheIdItsLineStillHas() {
        List<String> keys =
                letters.stream().map(letter -> letter.path("key").asText()).toList();

        assertThat(keys).contains(SESSION + "-2", SESSION + "-first");
    }

    @Test
    void nothingBadBecameARow() {
        assertThat(LEDGER.rows("SELECT event_id FROM token_usage WHERE session_id = ? AND entry = 0", SESSION))
                .extracting(row -> row.get("event_id"))
                .containsExactlyInAnyOrder(
                        SESSION + "-first", SESSION + "-provisional", SESSION + "-sql", SESSION + "-last");
    }

    @Test
    void theGoodEventAfterAllThatIsARow() {
        assertThat(LEDGER.rows("SELECT * FROM token_usage WHERE event_id = ?", SESSION + "-last"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("prompt_tokens", "1000")
                        .containsEntry("completion_tokens", "10")
                        .containsEntry("cost_exact", "0.00015600000000"));
    }

    @Test
    void whatLooksLikeSqlIsKeptToTheLetterAndRunByNobody() {
        assertThat(LEDGER.rows("SELECT * FROM token_usage WHERE event_id = ?", SESSION + "-sql"))
                .singleElement()
                .satisfies(
                        row -> assertThat(row).containsEntry("task_type", SQL).containsEntry("agent", SQL));
        assertThat(SharedInstance.run("report", "--group-by", "agent", "--csv").out())
                .contains(SQL);
    }

    @Test
    void aProvisionalEventThatIsCorrectedHasALineMore() {
        assertThat(LEDGER.number(
                        "SELECT sum(completion_tokens) FROM token_usage WHERE event_id = ?", SESSION + "-provisional"))
                .isEqualTo(99);
    }

    @Test
    void acceptedAndCorrectedAndDuplicateAndRejectedAddUpToWhatWasReceived() {
        Map<String, Long> outcomes = outcomes();

        assertThat(outcomes.values().stream().mapToLong(n -> n).sum()).isEqualTo(received());
        assertThat(outcomes).containsKeys("accepted", "corrected", "duplicate");
        for (String reason : REASONS.values()) {
            long expected = letters.stream()
                    .filter(letter -> letter.path("reason").asText().equals(reason))
                    .count();
            assertThat(outcomes.get(reason)).as(reason).isEqualTo(expected);
        }
    }

    @Test
    void trackSaysTheNumberOfEachWrongLineWithoutRepeatingIt() {
        assertThat(tracked.exitCode()).isEqualTo(1);
        assertThat(tracked.err())
                .contains("line 2: malformed_json: ", "line 7: negative_count: usage.input must not be negative")
                .doesNotContain("forged", "\u001b", "\u202e", "\tat ");
        assertThat(tracked.errors().get(tracked.errors().size() - 1))
                .contains("events sent and acknowledged", "of them wrong and left to the dead letters");
    }

    @Test
    void theListIsShortAndSafeToLookAt() {
        CommandRun list = SharedInstance.run("dead-letters", "list", "--limit", "5");

        assertThat(list.exitCode()).isZero();
        assertThat(list.out().lines().findFirst().orElse(""))
                .matches("[\\d,]+ dead letters: .*")
                .contains("negative_count ", "too_late ");
        assertThat(list.out()).doesNotContain("\u001b", "\u202e", "forged");
    }

    @Test
    void theListShowsTheLatestOfAllPartitions() throws IOException {
        List<String> all = letters.stream()
                .map(letter -> letter.path("arrived_at").asText())
                .toList();
        List<String> latest = new ArrayList<>();
        for (String line : SharedInstance.run("dead-letters", "list", "--json", "--limit", "3")
                .out()
                .lines()
                .toList()) {
            latest.add(JSON.readTree(line).path("arrived_at").asText());
        }

        assertThat(all).isSorted();
        assertThat(latest).isEqualTo(all.subList(all.size() - 3, all.size()));
    }

    @Test
    void theListOfOneReasonHasThatReasonOnly() {
        CommandRun list = SharedInstance.run("dead-letters", "list", "--reason", "too_many_tags");

        assertThat(list.out().lines().findFirst().orElse("")).matches("1 dead letters: too_many_tags 1");
        assertThat(list.out()).contains("tags must be at most 32");
    }
}
