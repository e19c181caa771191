package io.spendstream.sink.recount;

import io.spendstream.contract.LedgerLine;
import io.spendstream.sink.write.Counters;
import io.spendstream.sink.write.LedgerRow;
import io.spendstream.sink.write.RejectedRecord;
import io.spendstream.sink.write.Rollup;
import java.time.Instant;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the lines of the ledger topic add up to, as far as the tables have them. Not thread-safe. */
public final class LedgerSums {
    /** Before the first bucket there can be. */
    public static final Instant BEGINNING = Instant.parse("2000-01-01T00:00:00Z");

    private final Standing standing;
    private final Instant since;
    private final NavigableMap<Instant, LineSums> buckets = new TreeMap<>();
    private final NavigableMap<CounterKey, LineSums> counters = new TreeMap<>();
    private final LineSums all = new LineSums();

    /** The keys there were, only where some came twice: the tables have each once. */
    private final @Nullable Set<UUID> keys;

    private long records;
    private @Nullable Place missing;

    /**
     * @param standing up to where the tables have lines
     * @param since the first bucket that counts
     */
    public LedgerSums(Standing standing, Instant since) {
        this.standing = standing;
        this.since = since;
        keys = standing.duplicates() > 0 ? new HashSet<>() : null;
    }

    /** Adds {@code row}, if the tables have it. */
    public void add(LedgerRow row) {
        records++;
        if (!standing.includesRow(row.partition(), row.offset())) {
            return;
        }
        LedgerLine line = row.line();
        if (keys != null && !keys.add(RowKey.of(line).digest())) {
            return;
        }
        String model = line.pricing().pricedModel();
        var counter = new CounterKey(row.partition(), model == null ? Counters.OTHER_MODEL : model);
        counters.computeIfAbsent(counter, key -> new LineSums()).add(line);
        Instant bucket = Rollup.bucketOf(line.timestamp());
        if (bucket.isBefore(since)) {
            return;
        }
        LineSums sums = buckets.computeIfAbsent(bucket, key -> new LineSums());
        sums.add(line);
        sums.add(LineDigest.of(line));
        all.add(line);
    }

    /** Takes note of a record that is no row, and so must have been set aside if the tables have got that far. */
    public void add(RejectedRecord record) {
        records++;
        if (missing == null && standing.includesRow(record.partition(), record.offset())) {
            missing = new Place(record.partition(), record.offset());
        }
    }

    /** Returns how many records were looked at. */
    public long records() {
        return records;
    }

    Standing standing() {
        return standing;
    }

    Instant since() {
        return since;
    }

    LineSums all() {
        return all;
    }

    NavigableMap<Instant, LineSums> buckets() {
        return buckets;
    }

    NavigableMap<CounterKey, LineSums> counters() {
        return counters;
    }

    /** Returns a record that is neither a row nor set aside, although the position passed it; null if there is none. */
    @Nullable
    Place missing() {
        return missing;
    }
}
