package io.spendstream.stream.dedupe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.stream.intake.AcceptanceWindow;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;
import org.jspecify.annotations.Nullable;

/**
 * The memory of events that were counted in one partition: event id and arrival → {@link SeenEventFormat}.
 *
 * <p>It is kept by arrival, in segments that are dropped whole when they are old, and forgets after {@link #memory}.
 * That is long enough: a copy says it happened when the original did, at most {@code ahead} after the original arrived,
 * and is refused as too late once it arrives more than {@code past} after that. Copies that went other routes may say
 * another time, hence the slack.
 */
public final class SeenEvents {
    /** The store's name. */
    public static final String STORE = "seen";

    /** How much later than the original a copy may say it happened, plus what the clock of arrivals may lag. */
    static final Duration SLACK = Duration.ofHours(2);

    private static final byte[] NO_EVENT = {};
    private static final byte[] NOTHING = {0};
    private static final Duration WINDOW = Duration.ofMillis(1);

    private final WindowStore<byte[], byte[]> store;
    private final Duration memory;

    /** Remembers in {@code store} what {@code window} lets in. */
    public SeenEvents(WindowStore<byte[], byte[]> store, AcceptanceWindow window) {
        this.store = store;
        this.memory = memory(window);
    }

    /** Returns how long an event has to be remembered if {@code window} is what lets events in. */
    public static Duration memory(AcceptanceWindow window) {
        return window.past().plus(window.ahead()).plus(SLACK);
    }

    /** Returns the store such a memory needs. */
    public static StoreBuilder<WindowStore<byte[], byte[]>> storeFor(AcceptanceWindow window) {
        return Stores.windowStoreBuilder(
                        Stores.persistentWindowStore(STORE, memory(window), WINDOW, false),
                        Serdes.ByteArray(),
                        Serdes.ByteArray())
                .withCachingDisabled();
    }

    /**
     * Makes sure that the store holds something. Kafka Streams keeps the position a store was brought to inside the
     * store, and a window store that is empty has no place for it: a clean restart would be taken for a crash, with
     * errors in the log. What is written is older than any event, and dropped by the store in its time.
     */
    public void begin() {
        begin(store);
    }

    /** Does the same for another window store that is kept by arrival. */
    public static void begin(WindowStore<byte[], byte[]> store) {
        try (KeyValueIterator<Windowed<byte[]>, byte[]> stored = store.all()) {
            if (stored.hasNext()) {
                return;
            }
        }
        store.put(NO_EVENT, NOTHING, 0);
    }

    /**
     * What is remembered of an event.
     *
     * @param seen what it was
     * @param at the arrival it is kept by
     */
    public record Found(SeenEvent seen, Instant at) {}

    /**
     * Returns what is remembered of {@code eventId}, or null.
     *
     * @param latestArrival the latest arrival in this partition so far; the clock of whoever asks may lag that of
     *     whoever remembered, by {@link #SLACK} at most
     */
    public @Nullable Found find(String eventId, Instant latestArrival) {
        byte[] key = eventId.getBytes(UTF_8);
        try (WindowStoreIterator<byte[]> latestFirst =
                // times as numbers: given instants, Kafka Streams makes the text of an error for each, before it looks
                // at them
                store.backwardFetch(
                        key,
                        latestArrival.minus(memory).toEpochMilli(),
                        latestArrival.plus(SLACK).toEpochMilli())) {
            if (!latestFirst.hasNext()) {
                return null;
            }
            KeyValue<Long, byte[]> latest = latestFirst.next();
            return new Found(SeenEventFormat.read(latest.value), Instant.ofEpochMilli(latest.key));
        }
    }

    /**
     * Remembers {@code seen} of {@code eventId}, of which nothing is remembered yet.
     *
     * @param latestArrival the latest arrival so far; because it only rises, the store never drops what it is given
     *     for being too old
     */
    public void remember(String eventId, SeenEvent seen, Instant latestArrival) {
        store.put(eventId.getBytes(UTF_8), SeenEventFormat.write(seen), latestArrival.toEpochMilli());
    }

    /** Remembers {@code seen} in place of what was {@code found}: never behind it, where nobody would find it. */
    public void replace(String eventId, Found found, SeenEvent seen, Instant latestArrival) {
        remember(eventId, seen, found.at().isAfter(latestArrival) ? found.at() : latestArrival);
    }
}
