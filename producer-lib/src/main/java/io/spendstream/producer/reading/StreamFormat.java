package io.spendstream.producer.reading;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a streamed response is framed on the wire. */
public enum StreamFormat {
    /** Server-sent events. */
    SSE,
    /** One JSON document a line. */
    NDJSON,
    /** One JSON array whose elements arrive one by one, as Gemini streams without {@code alt=sse}. */
    JSON_ARRAY,
    /** The binary framing of {@code application/vnd.amazon.eventstream}, or its messages decoded, one JSON a line. */
    AWS_EVENTSTREAM,
    /** WebSocket messages, each fed as one chunk. */
    WEBSOCKET,
    /** gRPC messages in their JSON form, each fed as one chunk. */
    GRPC_STREAM;

    private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** Returns the name used in indexes and on the command line, for example {@code aws-eventstream}. */
    public String wireName() {
        return wireName;
    }

    /** Returns the format spelled {@code wireName}, or empty if there is none. */
    public static Optional<StreamFormat> of(String wireName) {
        return Arrays.stream(values())
                .filter(format -> format.wireName.equals(wireName))
                .findFirst();
    }
}
