package io.spendstream.stream.topology;

import static io.spendstream.stream.topology.Events.event;
import static io.spendstream.stream.topology.Metering.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.DeadLetter;
import io.spendstream.contract.Dimension;
import io.spendstream.contract.RejectionReason;
import io.spendstream.contract.Tally;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bad records: refused with a reason and their bytes, counted, and followed by the good ones. */
final class RejectionTest {
    private static final String GOOD = new String(UsageEventJson.write(event("e1", NOON)), UTF_8);

    private final Metering metering = Metering.started();

    @AfterEach
    void close() {
        metering.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonIsToldWithTheBytesAndTheStreamGoesOn(RejectionReason reason) {
        metering.send(event("before", NOON));
        String bad = badRecord(reason);
        metering.send("e1".getBytes(UTF_8), bad.getBytes(UTF_8), NOON);
        metering.send(event("after", NOON));

        TestRecord<byte[], byte[]> refused = metering.read(Topic.DEAD_LETTERS).get(0);
        assertThat(refused.key()).asString().isEqualTo("e1");
        assertThat(new String(refused.value(), UTF_8)).isEqualTo(bad);
        DeadLetter letter = DeadLetter.fromHeaders(refused.headers());
        assertThat(letter.reason()).isEqualTo(reason);
        assertThat(letter.detail()).isNotBlank();
        assertThat(letter.topic()).isEqualTo("spendstream.usage");
        assertThat(letter.arrivedAt()).isEqualTo(NOON);
        assertThat(metering.outcome(reason.wireName())).isEqualTo(1);
        assertThat(metering.ledger()).extracting(line -> line.eventId()).contains("before", "after");
    }

    /** Returns a record with the key {@code e1} that must be refused for {@code reason}. */
    private String badRecord(RejectionReason reason) {
        return switch (reason) {
            case RECORD_TOO_LARGE -> GOOD + " ".repeat(UsageEventJson.RECORD_BYTES_MAX);
            case MALFORMED_JSON -> GOOD.substring(1);
            case UNSUPPORTED_SCHEMA_VERSION -> GOOD.replace("\"schema_version\":1", "\"schema_version\":2");
            case MISSING_FIELD -> GOOD.replace("\"session_id\"", "\"session\"");
            case DUPLICATE_FIELD -> GOOD.replace("{\"schema", "{\"team\":\"other\",\"schema");
            case WRONG_TYPE -> GOOD.replace("\"care\"", "7");
            case INVALID_VALUE -> GOOD.replace("\"final\"", "\"perhaps\"");
            case UNKNOWN_USAGE_CLASS -> GOOD.replace("\"output\"", "\"outputs\"");
            case NEGATIVE_COUNT -> GOOD.replace("\"output\":10", "\"output\":-10");
            case COUNT_TOO_LARGE -> GOOD.replace("\"output\":10", "\"output\":1000000000001");
            case TEXT_TOO_LONG -> GOOD.replace("\"care\"", "\"" + "x".repeat(257) + "\"");
            case ILLEGAL_CHARACTER -> GOOD.replace("\"care\"", "\"a\\u0000b\"");
            case TOO_MANY_TAGS -> GOOD.replace("\"care\"", "\"care\",\"tags\":{" + tags(33) + "}");
            case KEY_MISMATCH -> GOOD.replace("\"e1\"", "\"e2\"");
            case TOO_LATE -> json(event("e1", NOON.minus(Duration.ofDays(3)).minusMillis(1)));
            case IN_THE_FUTURE ->
                json(event("e1", NOON.plus(Duration.ofMinutes(5)).plusMillis(1)));
            case CONFLICT -> {
                metering.send(event("e1", NOON, UsageCounts.of(100, 11)));
                yield GOOD;
            }
            case COST_TOO_LARGE -> json(event("e1", NOON, UsageCounts.of(10_000_000_000L, 0)));
        };
    }

    private static String tags(int count) {
        return IntStream.range(0, count).mapToObj("\"t%d\":\"v\""::formatted).collect(Collectors.joining(","));
    }

    private static String json(UsageEvent event) {
        return new String(UsageEventJson.write(event), UTF_8);
    }

    @Test
    void aRecordWithoutAKeyIsRefused() {
        metering.send(null, GOOD.getBytes(UTF_8), NOON);

        assertThat(metering.deadLetters()).extracting(DeadLetter::reason).containsExactly(RejectionReason.KEY_MISMATCH);
    }

    @Test
    void aRecordWithoutAValueIsRefused() {
        metering.send("e1".getBytes(UTF_8), null, NOON);

        TestRecord<byte[], byte[]> refused = metering.read(Topic.DEAD_LETTERS).get(0);
        assertThat(refused.value()).isNull();
        assertThat(DeadLetter.fromHeaders(refused.headers()).reason()).isEqualTo(RejectionReason.MALFORMED_JSON);
    }

    @Test
    void anEventAtTheEdgesOfTheWindowIsAccepted() {
        metering.send(event("oldest", NOON.minus(Duration.ofDays(3))), NOON);
        metering.send(event("newest", NOON.plus(Duration.ofMinutes(5))), NOON);

        assertThat(metering.ledger()).hasSize(2);
    }

    @Test
    void oneClientsWrongClockDoesNotHurtTheOthers() {
        metering.send(event("wrong", NOON.plus(Duration.ofDays(3))), NOON);
        metering.send(event("right", NOON), NOON.plusSeconds(1));

        assertThat(metering.ledger()).extracting(line -> line.eventId()).containsExactly("right");
    }

    @Test
    void theRecordsOwnHeadersAreKept() {
        var headers = new RecordHeaders();
        headers.add("trace", "t-1".getBytes(UTF_8));
        headers.add("spendstream.reason", "from an earlier refusal".getBytes(UTF_8));
        metering.send(Topic.USAGE, new TestRecord<>("e1".getBytes(UTF_8), new byte[] {'{'}, headers, NOON));

        var refused = metering.read(Topic.DEAD_LETTERS).get(0).headers();
        assertThat(refused.lastHeader("trace").value()).asString().isEqualTo("t-1");
        assertThat(refused.headers("spendstream.reason")).hasSize(1);
    }

    @Test
    void everyRecordReceivedHasExactlyOneOutcome() {
        int received = 0;
        for (RejectionReason reason : RejectionReason.values()) {
            metering.send("e1".getBytes(UTF_8), badRecord(reason).getBytes(UTF_8), NOON);
            received++;
        }
        metering.send(event("e2", NOON));
        metering.send(event("e2", NOON));
        received += 3; // and the event that the conflict contradicts

        long outcomes = metering.totals().entrySet().stream()
                .filter(total -> total.getKey().dimension() == Dimension.OUTCOME)
                .map(total -> total.getValue())
                .mapToLong(Tally::calls)
                .sum();
        assertThat(outcomes).isEqualTo(received);
    }

    @Test
    void garbageOfEveryKindIsRefused() {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        int count = 2_000;
        for (int i = 0; i < count; i++) {
            metering.send("e1".getBytes(UTF_8), garbage(random), Instant.ofEpochMilli(NOON.toEpochMilli()));
        }

        assertThat(metering.read(Topic.DEAD_LETTERS)).as("seed %d", seed).hasSize(count);
    }

    private static byte[] garbage(SplittableRandom random) {
        byte[] record = GOOD.getBytes(UTF_8);
        // a control byte is allowed nowhere in JSON but between tokens, and this one not even there
        record[random.nextInt(record.length)] = 1;
        return random.nextBoolean() ? record : Arrays.copyOf(record, random.nextInt(record.length));
    }
}
