package io.spendstream.producer.reading;

/**
 * The usage of one streamed response, folded as its bytes pass by. Chunks may end anywhere, even inside a character;
 * events that arrive twice change nothing. All its results are of one call: what is recorded of a cut stream and of the
 * whole of it later counts once, even where the API gives no response id. Nothing here throws. Not thread-safe.
 */
public interface StreamedUsage {
    /** Takes the next {@code length} bytes of the stream, from {@code offset} of {@code chunk}. */
    void feed(byte[] chunk, int offset, int length);

    /** Takes the next bytes of the stream. */
    default void feed(byte[] chunk) {
        feed(chunk, 0, chunk.length);
    }

    /** Takes one line, without its end, from a client that splits the stream into lines itself. */
    void feedLine(String line);

    /** Takes one event's JSON document from a client that decodes the framing itself. */
    void feedEvent(byte[] json);

    /** Returns what is known so far; it may be asked at any time, and more may be fed afterwards. */
    ReadUsage result();
}
