package io.spendstream.stream.budget;

import io.spendstream.contract.BudgetWindow;
import io.spendstream.stream.bytes.ByteReader;
import io.spendstream.stream.bytes.ByteWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What was alerted, per allowance and window, whatever the generation of the budget: a definition that changes what is
 * counted does not alert again for what it alerted.
 *
 * <pre>
 * budget id: text, values: how many: varint, each as text; window start: varint
 *     → remembered until: varint, seconds since 1970; incidents
 * </pre>
 */
final class IncidentStore {
    private final KeyValueStore<byte[], byte[]> store;

    IncidentStore(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
    }

    Incidents get(BudgetCell cell) {
        byte @Nullable [] stored = store.get(key(cell));
        if (stored == null) {
            return Incidents.NONE;
        }
        var bytes = new ByteReader(stored);
        bytes.getVarint();
        return Incidents.read(bytes.getBytes());
    }

    void put(BudgetCell cell, Incidents incidents, Instant until) {
        var bytes = new ByteWriter(48);
        bytes.putVarint(until.getEpochSecond());
        bytes.putBytes(incidents.toBytes());
        store.put(key(cell), bytes.toByteArray());
    }

    void forgetBefore(Instant now) {
        List<byte[]> old = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> stored = store.all()) {
            while (stored.hasNext()) {
                KeyValue<byte[], byte[]> next = stored.next();
                if (new ByteReader(next.value).getVarint() < now.getEpochSecond()) {
                    old.add(next.key);
                }
            }
        }
        old.forEach(store::delete);
    }

    /** Returns until when the alerts of {@code window} are to be remembered, if something changed at {@code now}. */
    static Instant until(BudgetWindow window, Instant now, BudgetSettings settings) {
        Instant end = window.isAlways() || window.end().isBefore(now) ? now : window.end();
        return end.plus(settings.alertMemory());
    }

    private static byte[] key(BudgetCell cell) {
        var bytes = new ByteWriter(64);
        bytes.putText(cell.budgetId());
        bytes.putTexts(cell.values());
        bytes.putVarint(cell.windowStart());
        return bytes.toByteArray();
    }
}
