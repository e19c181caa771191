package io.spendstream.stream.ledger;

import static java.util.Objects.requireNonNull;

import io.spendstream.stream.dedupe.SeenEvents;
import io.spendstream.stream.intake.AcceptanceWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * What the ledger is written by.
 *
 * @param window which events are accepted
 * @param totalMemory how long after an event its totals can still be changed
 */
public record LedgerSettings(AcceptanceWindow window, Duration totalMemory) {
    private static final Duration MARGIN = Duration.ofDays(1);

    public LedgerSettings {
        requireNonNull(window, "window");
        requireNonNull(totalMemory, "totalMemory");
    }

    /** Returns the stores that whoever writes the ledger needs, besides that of the arrivals. */
    public List<StoreBuilder<?>> stores() {
        return List.of(
                SeenEvents.storeFor(window),
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(WaitingLines.STORE),
                                Serdes.ByteArray(),
                                Serdes.ByteArray())
                        .withCachingEnabled(),
                PostedCorrections.storeFor(window));
    }

    /**
     * Returns whether the totals that a line of {@code timestamp} belongs to are still known. A correction that comes
     * later than that is in the ledger and in every report, but a total that was forgotten would begin anew with it.
     */
    boolean isInTotals(Instant timestamp, Instant latestArrival) {
        return timestamp.isAfter(latestArrival.minus(totalMemory).plus(MARGIN));
    }
}
