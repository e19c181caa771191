package io.spendstream.contract;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Why and where a record was refused. On the wire it is the headers of the record on {@link Topic#DEAD_LETTERS}, whose
 * key and value are the original bytes:
 *
 * <pre>
 * spendstream.reason     reason code
 * spendstream.detail     a sentence for people
 * spendstream.topic      where the record came from …
 * spendstream.partition  … as decimal text
 * spendstream.offset     … as decimal text
 * spendstream.arrived_at when the broker took it, RFC 3339
 * </pre>
 *
 * @param reason the reason code
 * @param detail a sentence that names the field, the value and the limit
 * @param topic the topic the record was read from
 * @param partition its partition
 * @param offset its offset
 * @param arrivedAt when the broker took it
 */
public record DeadLetter(
        RejectionReason reason, String detail, String topic, int partition, long offset, Instant arrivedAt) {
    private static final String PREFIX = "spendstream.";

    public DeadLetter {
        requireNonNull(reason, "reason");
        requireNonNull(detail, "detail");
        requireNonNull(topic, "topic");
        requireNonNull(arrivedAt, "arrivedAt");
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException(
                    "partition and offset must not be negative: %d, %d".formatted(partition, offset));
        }
    }

    /** Returns the headers that say this. */
    public Headers toHeaders() {
        var headers = new RecordHeaders();
        add(headers, "reason", reason.wireName());
        add(headers, "detail", detail);
        add(headers, "topic", topic);
        add(headers, "partition", String.valueOf(partition));
        add(headers, "offset", String.valueOf(offset));
        add(headers, "arrived_at", WireTime.write(arrivedAt));
        return headers;
    }

    /**
     * Reads what {@code headers} say.
     *
     * @throws IllegalArgumentException if a header is missing or malformed
     */
    public static DeadLetter fromHeaders(Headers headers) {
        return new DeadLetter(
                RejectionReason.of(get(headers, "reason")).orElseThrow(() -> malformed("reason", "a reason code")),
                get(headers, "detail"),
                get(headers, "topic"),
                Math.toIntExact(number(headers, "partition", Integer.MAX_VALUE)),
                number(headers, "offset", Long.MAX_VALUE),
                time(headers, "arrived_at"));
    }

    private static long number(Headers headers, String name, long max) {
        try {
            long number = Long.parseLong(get(headers, name));
            if (number >= 0 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // falls through: not a number is as malformed as out of range
        }
        throw malformed(name, "a number from 0 to " + max);
    }

    private static Instant time(Headers headers, String name) {
        try {
            return WireTime.parse(get(headers, name));
        } catch (DateTimeException e) {
            throw malformed(name, "RFC 3339");
        }
    }

    private static IllegalArgumentException malformed(String name, String expected) {
        return new IllegalArgumentException(
                "the header %s%s of a dead letter must be %s".formatted(PREFIX, name, expected));
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(PREFIX + name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String get(Headers headers, String name) {
        Header header = headers.lastHeader(PREFIX + name);
        if (header == null || header.value() == null) {
            throw new IllegalArgumentException("a dead letter must have the header " + PREFIX + name);
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
