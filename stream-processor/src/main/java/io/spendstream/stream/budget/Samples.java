package io.spendstream.stream.budget;

import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetUnit;
import io.spendstream.contract.BudgetWindow;
import io.spendstream.stream.bytes.ByteReader;
import io.spendstream.stream.bytes.ByteWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What had been spent of a cell at some times of the short while a burn rate looks back, a dozen at most.
 *
 * <pre>
 * cell → how many: varint, then each: time: varint, seconds since 1970, how much: text
 * </pre>
 */
final class Samples {
    private static final int COUNT = 12;

    private final KeyValueStore<byte[], byte[]> store;

    Samples(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
    }

    /**
     * Notes that {@code spent} was spent at {@code now} and returns what was spent {@code back} ago, or as near to that
     * as is known: at the window's start it was nothing.
     */
    AlertRule.Sample note(BudgetCell cell, BudgetWindow window, BudgetAmount spent, Duration back, Instant now) {
        byte[] key = BudgetFormat.writeCell(cell);
        List<AlertRule.Sample> samples = read(store.get(key), spent.unit());
        if (samples.isEmpty() && window.start().isAfter(now.minus(back))) {
            samples.add(new AlertRule.Sample(window.start(), BudgetAmount.zero(spent.unit())));
        }
        Duration step = back.dividedBy(COUNT);
        boolean isDue = samples.isEmpty()
                || !samples.get(samples.size() - 1).time().plus(step).isAfter(now);
        if (isDue) {
            samples.add(new AlertRule.Sample(now, spent));
            // the newest that is long enough ago stays, what is before it is no longer needed
            while (samples.size() > 1 && !samples.get(1).time().isAfter(now.minus(back))) {
                samples.remove(0);
            }
            store.put(key, write(samples));
        }
        return samples.get(0);
    }

    void forget(BudgetCell cell) {
        store.delete(BudgetFormat.writeCell(cell));
    }

    private static byte[] write(List<AlertRule.Sample> samples) {
        var bytes = new ByteWriter(24 * samples.size());
        bytes.putVarint(samples.size());
        for (AlertRule.Sample sample : samples) {
            bytes.putVarint(sample.time().getEpochSecond());
            bytes.putText(sample.spent().value().toPlainString());
        }
        return bytes.toByteArray();
    }

    private static List<AlertRule.Sample> read(byte @Nullable [] stored, BudgetUnit unit) {
        List<AlertRule.Sample> samples = new ArrayList<>();
        if (stored == null) {
            return samples;
        }
        var bytes = new ByteReader(stored);
        for (long left = bytes.getVarint(); left > 0; left--) {
            Instant time = Instant.ofEpochSecond(bytes.getVarint());
            samples.add(new AlertRule.Sample(time, new BudgetAmount(unit, new BigDecimal(bytes.getText()))));
        }
        return samples;
    }
}
