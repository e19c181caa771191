package io.spendstream.sink.write;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.Money;
import io.spendstream.contract.Tally;
import io.spendstream.contract.UsageClass;
import io.spendstream.sink.write.SumTable.Column;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * The sums of {@code token_usage_counter}, of which metrics are made. None of them ever falls: what a correction takes
 * back is added to the sum beside.
 */
public final class Counters {
    /** The model under which lines of models that the price book does not know are counted. */
    public static final String OTHER_MODEL = "other";

    private static final SumTable<Counter> TABLE = new SumTable<>(
            "token_usage_counter",
            List.of(
                    Column.count("partition", counter -> counter.key.partition),
                    Column.text("model", counter -> counter.key.model)),
            List.of(
                    Column.count("requests", counter -> counter.requests),
                    Column.count("unpriced_calls", counter -> counter.unpricedCalls.added),
                    Column.count("unpriced_calls_credited", counter -> counter.unpricedCalls.takenBack),
                    Column.count("unpriced_tokens", counter -> counter.unpricedTokens),
                    Column.count("input_tokens", counter -> counter.input.added),
                    Column.count("input_tokens_credited", counter -> counter.input.takenBack),
                    Column.count("output_tokens", counter -> counter.output.added),
                    Column.count("output_tokens_credited", counter -> counter.output.takenBack),
                    Column.count("cache_read_tokens", counter -> counter.cacheRead.added),
                    Column.count("cache_read_tokens_credited", counter -> counter.cacheRead.takenBack),
                    Column.count("cache_write_tokens", counter -> counter.cacheWrite.added),
                    Column.count("cache_write_tokens_credited", counter -> counter.cacheWrite.takenBack),
                    Column.count("reasoning_tokens", counter -> counter.reasoning.added),
                    Column.count("reasoning_tokens_credited", counter -> counter.reasoning.takenBack),
                    Column.other("cost_charged", "numeric", counter -> counter.charged.toString()),
                    Column.other("cost_credited", "numeric", counter -> counter.credited.toString())));

    private Counters() {}

    /** Adds {@code rows} to the table. */
    static void add(Handle handle, Collection<LedgerRow> rows) throws SQLException {
        var counters = new TreeMap<Key, Counter>();
        for (LedgerRow row : rows) {
            String model = row.line().pricing().pricedModel();
            var key = new Key(row.partition(), model == null ? OTHER_MODEL : model);
            counters.computeIfAbsent(key, Counter::new).add(row.line());
        }
        TABLE.add(handle, List.copyOf(counters.values()));
    }

    private record Key(int partition, String model) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparingInt(Key::partition).thenComparing(Key::model);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private static final class Counter {
        private final Key key;
        private final Flow input = new Flow();
        private final Flow output = new Flow();
        private final Flow cacheRead = new Flow();
        private final Flow cacheWrite = new Flow();
        private final Flow reasoning = new Flow();
        private final Flow unpricedCalls = new Flow();
        private long requests;
        private long unpricedTokens;
        private Money charged = Money.ZERO;
        private Money credited = Money.ZERO;

        private Counter(Key key) {
            this.key = key;
        }

        private void add(LedgerLine line) {
            Tally tally = line.tally();
            requests += tally.calls();
            input.add(tally.promptTokens());
            output.add(tally.completionTokens());
            cacheRead.add(Rollup.cacheReads(line.usage()));
            cacheWrite.add(Rollup.cacheWrites(line.usage()));
            reasoning.add(line.usage().get(UsageClass.REASONING));
            unpricedCalls.add(tally.unpricedCalls());
            if (tally.unpricedCalls() > 0) {
                unpricedTokens = Math.addExact(
                        unpricedTokens, Math.max(Math.addExact(tally.promptTokens(), tally.completionTokens()), 0));
            }
            if (tally.cost().signum() >= 0) {
                charged = charged.plus(tally.cost());
            } else {
                credited = credited.plus(tally.cost().negated());
            }
        }
    }

    /** A quantity that comes and goes, as two sums that only rise. */
    private static final class Flow {
        private long added;
        private long takenBack;

        private void add(long difference) {
            if (difference >= 0) {
                added = Math.addExact(added, difference);
            } else {
                takenBack = Math.subtractExact(takenBack, difference);
            }
        }
    }
}
