package io.spendstream.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterTest {
    static final DeadLetter LETTER = new DeadLetter(
            RejectionReason.NEGATIVE_COUNT,
            "usage.input must not be negative",
            "spendstream.usage",
            3,
            1234567890123L,
            Examples.RECORDED_AT);

    @Test
    void saysEveryReasonInHeadersAndReadsItBack() {
        for (RejectionReason reason : RejectionReason.values()) {
            var letter = new DeadLetter(reason, "größer als 10¹²", "t", 0, 0, Examples.TIME);

            assertThat(DeadLetter.fromHeaders(letter.toHeaders())).isEqualTo(letter);
            assertThat(RejectionReason.of(reason.wireName())).contains(reason);
        }
        assertThat(RejectionReason.of("NEGATIVE_COUNT")).isEmpty();
    }

    @Test
    void believesOurOwnHeadersNotThoseAStrangerPutBefore() {
        Headers headers = LETTER.toHeaders();
        var forged = new RecordHeaders();
        forged.add("spendstream.reason", "too_late".getBytes(StandardCharsets.UTF_8));
        headers.forEach(forged::add);

        assertThat(DeadLetter.fromHeaders(forged)).isEqualTo(LETTER);
    }

    @Test
    void namesTheHeaderThatIsMissing() {
        for (Header header : LETTER.toHeaders().toArray()) {
            Headers headers = LETTER.toHeaders().remove(header.key());

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DeadLetter.fromHeaders(headers))
                    .withMessage("a dead letter must have the header " + header.key());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "reason, because",
        "reason, ''",
        "partition, -1",
        "partition, 2147483648",
        "partition, three",
        "offset, -1",
        "offset, 9223372036854775808",
        "offset, 1.0",
        "arrived_at, yesterday",
        "arrived_at, 2026-11-21",
        "arrived_at,"
    })
    void refusesHeadersThatAreMalformed(String name, @Nullable String value) {
        Headers headers = LETTER.toHeaders();
        headers.add("spendstream." + name, value == null ? null : value.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> DeadLetter.fromHeaders(headers))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("spendstream." + name);
    }

    @Test
    void cannotComeFromANegativePartitionOrOffset() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DeadLetter(RejectionReason.CONFLICT, "d", "t", -1, 0, Examples.TIME));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DeadLetter(RejectionReason.CONFLICT, "d", "t", 0, -1, Examples.TIME));
    }
}
