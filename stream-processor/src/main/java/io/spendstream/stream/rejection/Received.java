package io.spendstream.stream.rejection;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was read, before anybody believes what it says.
 *
 * @param key its key
 * @param value its value
 * @param headers its headers
 * @param origin where it was read from
 * @param arrivedAt when the broker took it
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are passed on, never compared
public record Received(
        byte @Nullable [] key, byte @Nullable [] value, Headers headers, RecordMetadata origin, Instant arrivedAt) {
    public Received {
        requireNonNull(headers, "headers");
        requireNonNull(origin, "origin");
        requireNonNull(arrivedAt, "arrivedAt");
    }

    /** Returns {@code record}, which {@code context} is being asked to process. */
    public static Received of(Record<byte[], byte[]> record, ProcessingContext context) {
        RecordMetadata origin = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record that was read from a topic has an origin"));
        return new Received(
                record.key(), record.value(), record.headers(), origin, Instant.ofEpochMilli(record.timestamp()));
    }
}
