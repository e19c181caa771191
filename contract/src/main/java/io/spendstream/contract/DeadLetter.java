package io.spendstream.contract;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
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
    }

    /** Returns the headers that say this. */
    public Headers toHeaders() {
        var headers = new RecordHeaders();
        add(headers, "reason", reason.wireName());
        add(headers, "detail", detail);
        add(headers, "topic", topic);
        add(headers, "partition", String.valueOf(partition));
        add(headers, "offset", String.valueOf(offset));
        add(headers, "arrived_at", arrivedAt.toString());
        return headers;
    }

    /**
     * Reads what {@code headers} say.
     *
     * @throws IllegalArgumentException if a header is missing or malformed
     */
    public static DeadLetter fromHeaders(Headers headers) {
        return new DeadLetter(
                RejectionReason.valueOf(get(headers, "reason").toUpperCase(Locale.ROOT)),
                get(headers, "detail"),
                get(headers, "topic"),
                Integer.parseInt(get(headers, "partition")),
                Long.parseLong(get(headers, "offset")),
                Instant.parse(get(headers, "arrived_at")));
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(PREFIX + name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String get(Headers headers, String name) {
        Header header = headers.lastHeader(PREFIX + name);
        if (header == null) {
            throw new IllegalArgumentException("a dead letter must have the header " + PREFIX + name);
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
