package io.spendstream.sink.recount;

import java.util.Comparator;

/** Which row of {@code token_usage_counter}: the partition of the ledger topic and the model as the price book names it. */
record CounterKey(int partition, String model) implements Comparable<CounterKey> {
    private static final Comparator<CounterKey> ORDER =
            Comparator.comparingInt(CounterKey::partition).thenComparing(CounterKey::model);

    @Override
    public int compareTo(CounterKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "model %s of ledger partition %d".formatted(model, partition);
    }
}
