package io.spendstream.producer.reading;

/** Finds the events in the bytes of a stream and hands each to a {@link Fold}. Not thread-safe. */
interface Frames {
    /** The largest event that is kept, in bytes. */
    int EVENT_BYTES_MAX = 32 << 20;

    /** Takes the next {@code length} bytes from {@code offset} of {@code chunk}. */
    void feed(byte[] chunk, int offset, int length, Fold fold);

    /** Hands over what has arrived but is not ended, if it is an event already; changes nothing here. */
    void drain(Fold fold);

    /** Returns the frames of {@code format}. */
    static Frames of(StreamFormat format) {
        return switch (format) {
            case SSE, NDJSON -> new LineFrames();
            case JSON_ARRAY -> new ArrayFrames();
            case AWS_EVENTSTREAM -> new AwsFrames();
            case WEBSOCKET, GRPC_STREAM -> new MessageFrames();
        };
    }
}
