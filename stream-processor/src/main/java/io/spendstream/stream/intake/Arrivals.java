package io.spendstream.stream.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The latest time at which the broker took a record of one partition of one topic. It never goes back: not when the broker's clock
 * does, after a leader election, and not when the partition is read again from its start. The memory of seen events
 * forgets by this clock, so lateness has to be told by it too; else a record from before that memory would count again.
 *
 * <pre>
 * "latest" | "orders" → milliseconds since 1970 (8 bytes)
 * </pre>
 *
 * <p>The store is written once per minute of arrivals, not per record; the slack of the memory covers the difference.
 */
public final class Arrivals {
    /** The store of the latest arrivals. */
    public static final String STORE = "arrivals";

    private static final long WRITE_MILLIS = Duration.ofMinutes(1).toMillis();

    private final KeyValueStore<byte[], byte[]> store;
    private final byte[] key;
    private long latestMillis;
    private long storedMillis;

    private Arrivals(KeyValueStore<byte[], byte[]> store, String key) {
        this.store = store;
        this.key = key.getBytes(US_ASCII);
        storedMillis = stored();
        latestMillis = storedMillis;
    }

    /** Returns the arrivals of usage events, continuing from what {@code store} holds. */
    public static Arrivals ofUsage(KeyValueStore<byte[], byte[]> store) {
        return new Arrivals(store, "latest");
    }

    /** Returns the arrivals of ordered corrections, continuing from what {@code store} holds. */
    public static Arrivals ofOrders(KeyValueStore<byte[], byte[]> store) {
        return new Arrivals(store, "orders");
    }

    private long stored() {
        byte @Nullable [] stored = store.get(key);
        return stored == null ? 0 : ByteBuffer.wrap(stored).getLong();
    }

    /**
     * Returns the latest arrival so far, for a reader that does not note them itself: it may be a minute behind the one
     * who does.
     */
    public Instant latest() {
        latestMillis = Math.max(latestMillis, stored());
        return Instant.ofEpochMilli(latestMillis);
    }

    /** Notes that a record arrived at {@code arrivedAt} and returns the latest arrival so far. */
    public Instant note(Instant arrivedAt) {
        latestMillis = Math.max(latestMillis, arrivedAt.toEpochMilli());
        if (latestMillis - storedMillis >= WRITE_MILLIS) {
            store.put(key, ByteBuffer.allocate(Long.BYTES).putLong(latestMillis).array());
            storedMillis = latestMillis;
        }
        return Instant.ofEpochMilli(latestMillis);
    }
}
