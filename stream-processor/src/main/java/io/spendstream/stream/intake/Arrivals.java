package io.spendstream.stream.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The latest time at which the broker took a record of one partition. It never goes back: not when the broker's clock
 * does, after a leader election, and not when the partition is read again from its start. The memory of seen events
 * forgets by this clock, so lateness has to be told by it too; else a record from before that memory would count again.
 *
 * <pre>
 * "latest" → milliseconds since 1970 (8 bytes)
 * </pre>
 *
 * <p>The store is written once per minute of arrivals, not per record; the slack of the memory covers the difference.
 */
final class Arrivals {
    private static final byte[] LATEST = "latest".getBytes(US_ASCII);
    private static final long WRITE_MILLIS = Duration.ofMinutes(1).toMillis();

    private final KeyValueStore<byte[], byte[]> store;
    private long latestMillis;
    private long storedMillis;

    /** Continues from what {@code store} holds. */
    Arrivals(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
        byte @Nullable [] stored = store.get(LATEST);
        storedMillis = stored == null ? 0 : ByteBuffer.wrap(stored).getLong();
        latestMillis = storedMillis;
    }

    /** Notes that a record arrived at {@code arrivedAt} and returns the latest arrival so far. */
    Instant note(Instant arrivedAt) {
        latestMillis = Math.max(latestMillis, arrivedAt.toEpochMilli());
        if (latestMillis - storedMillis >= WRITE_MILLIS) {
            store.put(
                    LATEST,
                    ByteBuffer.allocate(Long.BYTES).putLong(latestMillis).array());
            storedMillis = latestMillis;
        }
        return Instant.ofEpochMilli(latestMillis);
    }
}
