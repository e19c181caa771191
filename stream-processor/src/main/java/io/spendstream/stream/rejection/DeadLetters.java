package io.spendstream.stream.rejection;

import io.spendstream.contract.DeadLetter;
import io.spendstream.contract.RejectedException;
import io.spendstream.contract.Topic;
import java.util.Arrays;
import java.util.Objects;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * How a refused record becomes a dead letter: its key, value and headers as they were, and the reason and origin in
 * further headers. Headers of an earlier refusal are replaced, so that a record which was sent again says only why it
 * was refused the last time.
 *
 * <p>A compressed batch may hold a record far larger than any topic takes. Such a record is cut to its first bytes,
 * and its dead letter says so: refusing to write it would stop the stream for good.
 */
public final class DeadLetters {
    /** The most bytes of key, value and headers together that are kept whole. */
    static final int BYTES_MAX = Topic.REQUEST_BYTES_MAX - (512 << 10);

    private static final int CUT_KEY_BYTES = 1 << 10;
    private static final int CUT_VALUE_BYTES = 1 << 20;

    private DeadLetters() {}

    /** Returns the record to write to {@link Topic#DEAD_LETTERS} for {@code received}. */
    public static Record<byte[], byte[]> of(Received received, RejectedException rejection) {
        String detail = Objects.requireNonNullElse(rejection.getMessage(), "");
        if (bytesOf(received) > BYTES_MAX) {
            Headers headers = headers(received, rejection, detail + cutNote(received));
            return record(
                    received, cut(received.key(), CUT_KEY_BYTES), cut(received.value(), CUT_VALUE_BYTES), headers);
        }
        Headers headers = new RecordHeaders(received.headers());
        headers(received, rejection, detail).forEach(header -> {
            headers.remove(header.key());
            headers.add(header);
        });
        return record(received, received.key(), received.value(), headers);
    }

    private static Record<byte[], byte[]> record(
            Received received, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        return new Record<>(key, value, received.arrivedAt().toEpochMilli(), headers);
    }

    private static Headers headers(Received received, RejectedException rejection, String detail) {
        return new DeadLetter(
                        rejection.reason(),
                        detail,
                        received.origin().topic(),
                        received.origin().partition(),
                        received.origin().offset(),
                        received.arrivedAt())
                .toHeaders();
    }

    private static String cutNote(Received received) {
        return " (only its first bytes are kept here: the record has %d bytes with its key and headers)"
                .formatted(bytesOf(received));
    }

    private static long bytesOf(Received received) {
        long bytes = (long) length(received.key()) + length(received.value());
        for (Header header : received.headers()) {
            bytes += header.key().length() + length(header.value());
        }
        return bytes;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static byte @Nullable [] cut(byte @Nullable [] bytes, int bytesMax) {
        return bytes == null || bytes.length <= bytesMax ? bytes : Arrays.copyOf(bytes, bytesMax);
    }
}
