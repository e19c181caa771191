package io.spendstream.stream.budget;

import io.spendstream.contract.BudgetAlert;
import io.spendstream.stream.bytes.ByteReader;
import io.spendstream.stream.bytes.ByteWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which alerts were sent.
 *
 * <pre>
 * day: 4 bytes, days since 1970; budget id: text; threshold: text → when the causing record arrived: varint, ms
 * </pre>
 */
final class SentAlerts {
    private final KeyValueStore<byte[], byte[]> store;

    SentAlerts(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
    }

    /** Returns whether {@code alert}, or one with the same id, was sent. */
    boolean contains(BudgetAlert alert) {
        return store.get(key(alert)) != null;
    }

    /** Remembers that {@code alert} was sent. */
    void add(BudgetAlert alert) {
        var value = new ByteWriter(10);
        value.putVarint(alert.time().toEpochMilli());
        store.put(key(alert), value.toByteArray());
    }

    /** Forgets alerts of days before {@code day}. */
    void forgetBefore(LocalDate day) {
        List<byte[]> old = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> stored = store.all()) {
            while (stored.hasNext()) {
                byte[] key = stored.next().key;
                if (new ByteReader(key).getInt() < day.toEpochDay()) {
                    old.add(key);
                }
            }
        }
        old.forEach(store::delete);
    }

    private static byte[] key(BudgetAlert alert) {
        var key = new ByteWriter(48);
        key.putInt(Math.toIntExact(alert.allowance().window().start().getEpochSecond() / 86_400));
        key.putText(alert.allowance().id());
        key.putText(alert.threshold().toPlainString());
        return key.toByteArray();
    }
}
