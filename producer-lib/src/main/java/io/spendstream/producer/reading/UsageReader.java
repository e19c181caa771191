package io.spendstream.producer.reading;

/** Reads the responses of one API of one provider. Thread-safe. */
public interface UsageReader {
    /** Returns which API this reader is for, and its rules. */
    ReadableApi api();

    /**
     * Returns what the whole response {@code body} reports. Never throws. If the API gives no response id, each reading
     * is a call of its own: nothing tells whether two equal bodies are copies or two calls.
     */
    ReadUsage read(byte[] body, ReadRequest request);

    /** Returns a new fold over the stream of one response, framed as this API frames it. */
    default StreamedUsage stream(ReadRequest request) {
        return stream(request, api().format());
    }

    /** Returns a new fold over the stream of one response, framed as {@code format} says. */
    StreamedUsage stream(ReadRequest request, StreamFormat format);
}
