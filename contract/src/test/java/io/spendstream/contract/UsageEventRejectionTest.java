package io.spendstream.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageEventRejectionTest {
    /** What a log file must never show: a forged line, a terminal escape, reversed text, and one's own words. */
    private static final String HOSTILE = "x\\n[ERROR] forged \\u001b[31m\\u202e entry";

    static List<BadRecord> badRecords() {
        return BadRecords.all();
    }

    @ParameterizedTest
    @MethodSource("badRecords")
    void refusesWithAReasonAndASentence(BadRecord bad) {
        RejectedException rejection = rejectionOf(bad.bytes());

        assertThat(rejection.reason()).as(rejection.getMessage()).isEqualTo(bad.reason());
        assertThat(rejection).hasMessageContaining(bad.says());
        assertThat(rejection.getMessage()).hasSizeLessThan(512).matches("[ -~]*");
    }

    @Test
    void knowsABadRecordForEveryReasonThatReadingCanGive() {
        var decidedLater = EnumSet.of(
                RejectionReason.KEY_MISMATCH,
                RejectionReason.TOO_LATE,
                RejectionReason.IN_THE_FUTURE,
                RejectionReason.CONFLICT,
                RejectionReason.COST_TOO_LARGE);

        var reasons = BadRecords.all().stream().map(BadRecord::reason).collect(Collectors.toSet());

        assertThat(reasons).isEqualTo(EnumSet.complementOf(decidedLater));
    }

    @Test
    void refusesAnEventCutShortAtAnyByte() {
        byte[] record = UsageEventJson.write(Examples.fullEvent());
        for (int length = 0; length < record.length; length++) {
            RejectedException rejection = rejectionOf(Arrays.copyOf(record, length));

            assertThat(rejection.reason())
                    .as("%d bytes: %s", length, rejection.getMessage())
                    .isEqualTo(RejectionReason.MALFORMED_JSON);
        }
    }

    @Test
    void saysWhereARecordWasCutShort() {
        RejectedException rejection = rejectionOf("{\"team\":\"pay".getBytes(StandardCharsets.UTF_8));

        assertThat(rejection).hasMessage("a record must be one JSON object; it is cut short at byte 12");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"team\":\"%s\"}",
                "{\"%s\":1,\"team\":7}",
                "{\"timestamp\":\"%s\"}",
                "{\"tags\":{\"%s\":\"a\"}}",
                "{\"tags\":{\"%s\":7}}",
                "{\"tags\":{\"a\":\"%s\"}}",
                "{\"tags\":{\"%s\":\"a\",\"%s\":\"b\"}}",
                "{\"usage\":{\"%s\":1}}",
                "{\"usage_status\":\"%s\"}",
                "{\"provider_cost\":\"%s\"}",
                "{\"schema_version\":\"%s\"}",
                "{\"latency_ms\":\"%s\"}",
                "{\"status\":\"%s\"}",
                "%s",
                "{%s}",
                "{\"team\":%s}",
                "{\"team\":\"a\" %s}",
                "[\"%s\"]"
            })
    void neverRepeatsAStrangersTextInItsMessage(String template) {
        for (String hostile :
                List.of(HOSTILE, "forged\u202eentry\u2028forged", "f\\u006frged entry", "forged " + "x".repeat(300))) {
            byte[] record = template.replace("%s", hostile).getBytes(StandardCharsets.UTF_8);

            RejectedException rejection = rejectionOf(record);

            assertThat(rejection.getMessage())
                    .doesNotContain("forged")
                    .matches("[ -~]*")
                    .hasSizeLessThan(512);
        }
    }

    @Test
    void carriesNoStackTraceBecauseARejectionIsAnOutcome() {
        assertThat(rejectionOf(new byte[0]).getStackTrace()).isEmpty();
    }

    private static RejectedException rejectionOf(byte[] record) {
        return catchThrowableOfType(RejectedException.class, () -> UsageEventJson.read(record));
    }
}
