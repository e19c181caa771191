package io.spendstream.stream.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.Money;
import io.spendstream.stream.bytes.ByteReader;
import io.spendstream.stream.bytes.ByteWriter;
import io.spendstream.stream.dedupe.SeenEvents;
import io.spendstream.stream.intake.AcceptanceWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

/**
 * The memory of corrections that were posted in one partition, so that no entry of an event is posted twice.
 *
 * <pre>
 * event id, arrival → entry: varint, cost: text or empty, price id: text or empty, unpriced calls: signed varint
 * </pre>
 *
 * <p>It is kept by arrival and forgets as {@link SeenEvents} do. Whoever orders a correction has read in the tables which
 * entries there are; what was forgotten here is there.
 */
final class PostedCorrections {
    /** The store's name. */
    static final String STORE = "corrected";

    private static final Duration WINDOW = Duration.ofMillis(1);

    private final WindowStore<byte[], byte[]> store;
    private final Duration memory;

    /**
     * What is remembered of a correction.
     *
     * @param entry its entry
     * @param cost its cost as text, empty if it has none
     * @param priceId the price it was made at, empty if at none
     * @param unpricedCalls how many more calls have an unknown cost through it
     */
    record Posted(int entry, String cost, String priceId, int unpricedCalls) {
        static Posted of(LedgerLine line) {
            Money cost = line.pricing().cost();
            return new Posted(
                    line.entry(),
                    cost == null ? "" : cost.toString(),
                    Objects.requireNonNullElse(line.pricing().priceId(), ""),
                    line.unpricedCalls());
        }
    }

    PostedCorrections(WindowStore<byte[], byte[]> store, AcceptanceWindow window) {
        this.store = store;
        this.memory = SeenEvents.memory(window);
    }

    /** Returns the store such a memory needs. */
    static StoreBuilder<WindowStore<byte[], byte[]>> storeFor(AcceptanceWindow window) {
        return Stores.windowStoreBuilder(
                        Stores.persistentWindowStore(STORE, SeenEvents.memory(window), WINDOW, false),
                        Serdes.ByteArray(),
                        Serdes.ByteArray())
                .withCachingDisabled();
    }

    /** Makes sure that the store holds something, see {@link SeenEvents#begin()}. */
    void begin() {
        SeenEvents.begin(store);
    }

    /** Returns what is remembered of the corrections of {@code eventId}, the latest first. */
    List<Posted> find(String eventId, Instant latestArrival) {
        List<Posted> posted = new ArrayList<>();
        try (WindowStoreIterator<byte[]> latestFirst =
                store.backwardFetch(eventId.getBytes(UTF_8), latestArrival.minus(memory), latestArrival.plus(memory))) {
            while (latestFirst.hasNext()) {
                posted.add(read(latestFirst.next().value));
            }
        }
        return posted;
    }

    /**
     * Remembers {@code line}, a correction.
     *
     * @param latestArrival the latest arrival of anything in this partition, which, but for a minute, only rises
     */
    void remember(LedgerLine line, Instant latestArrival) {
        Posted posted = Posted.of(line);
        var bytes = new ByteWriter(48);
        bytes.putVarint(posted.entry());
        bytes.putText(posted.cost());
        bytes.putText(posted.priceId());
        bytes.putSignedVarint(posted.unpricedCalls());
        store.put(line.eventId().getBytes(UTF_8), bytes.toByteArray(), latestArrival.toEpochMilli());
    }

    private static Posted read(byte[] stored) {
        var bytes = new ByteReader(stored);
        int entry = Math.toIntExact(bytes.getVarint());
        var posted = new Posted(entry, bytes.getText(), bytes.getText(), Math.toIntExact(bytes.getSignedVarint()));
        bytes.requireEnd();
        return posted;
    }
}
