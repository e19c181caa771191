package io.spendstream.stream.rejection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.DeadLetter;
import io.spendstream.contract.RejectedException;
import io.spendstream.contract.RejectionReason;
import io.spendstream.contract.Topic;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.junit.jupiter.api.Test;

/** A refused record as it is set aside. */
final class DeadLettersTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final byte[] KEY = "e1".getBytes(UTF_8);
    private final RejectedException why = new RejectedException(RejectionReason.WRONG_TYPE, "team must be text");

    @Test
    void saysWhyAndWhereFrom() {
        Record<byte[], byte[]> letter = DeadLetters.of(received(new byte[] {1}, new RecordHeaders()), why);

        assertThat(DeadLetter.fromHeaders(letter.headers()))
                .isEqualTo(new DeadLetter(
                        RejectionReason.WRONG_TYPE, "team must be text", "spendstream.usage", 3, 42, NOON));
    }

    @Test
    void theLargestUsageRecordIsKeptWhole() {
        byte[] value = new byte[8 << 20];

        assertThat(DeadLetters.of(received(value, new RecordHeaders()), why).value())
                .isSameAs(value);
    }

    @Test
    void aRecordThatNoTopicWouldTakeIsCutAndSaysSo() {
        var headers = new RecordHeaders();
        headers.add("large", new byte[5 << 20]);
        byte[] value = new byte[20 << 20];
        Record<byte[], byte[]> letter = DeadLetters.of(received(value, headers), why);

        assertThat(bytesOf(letter)).isLessThan(2 << 20);
        assertThat(DeadLetter.fromHeaders(letter.headers()).detail())
                .startsWith("team must be text (only its first bytes are kept here")
                .contains("26214407");
    }

    @Test
    void whatIsJustShortEnoughFitsIntoARequest() {
        byte[] value = new byte[DeadLetters.BYTES_MAX - KEY.length];
        Record<byte[], byte[]> letter = DeadLetters.of(received(value, new RecordHeaders()), why);

        assertThat(letter.value()).isSameAs(value);
        assertThat(bytesOf(letter)).isLessThan(Topic.REQUEST_BYTES_MAX);
    }

    @Test
    void theHeadersOfTheRecordItselfAreNotTouched() {
        var headers = new RecordHeaders();
        headers.add("trace", KEY);
        DeadLetters.of(received(new byte[] {1}, headers), why);

        assertThat(headers.toArray()).hasSize(1);
    }

    private static Received received(byte[] value, Headers headers) {
        var origin = new ProcessorRecordContext(NOON.toEpochMilli(), 42, 3, "spendstream.usage", headers);
        return new Received(KEY, value, headers, origin, NOON);
    }

    private static long bytesOf(Record<byte[], byte[]> letter) {
        long bytes = (long) letter.key().length + letter.value().length;
        for (Header header : letter.headers()) {
            bytes += header.key().length() + header.value().length;
        }
        return bytes;
    }
}
