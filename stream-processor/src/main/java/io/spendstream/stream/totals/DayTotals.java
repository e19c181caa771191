package io.spendstream.stream.totals;

import io.spendstream.contract.Tally;
import io.spendstream.contract.TotalKey;
import java.time.LocalDate;
import org.apache.kafka.streams.state.KeyValueStore;

/** The totals of one partition, to be read only. */
public final class DayTotals {
    private final KeyValueStore<byte[], byte[]> store;

    /** Reads {@code store}, that of a {@link TotalsProcessor}. */
    public DayTotals(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
    }

    /** Returns the total of {@code scope} on {@code day}. */
    public Tally get(Scope scope, LocalDate day) {
        var key = new TotalKey(scope.dimension(), scope.values(), day);
        return Tallies.read(store, TotalsFormat.writeTotalKey(key)).tally();
    }
}
