package io.spendstream.sink.schema;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * The monthly partitions of {@code token_usage}, created when they are needed. Not thread-safe.
 *
 * <p>What is known to exist is remembered only once the transaction that saw it has committed: a rolled back transaction
 * takes the partitions it created with it.
 */
public final class MonthPartitions {
    private final Set<YearMonth> existing = new HashSet<>();
    private final Set<YearMonth> created = new HashSet<>();

    /** Returns the UTC month {@code time} is in, by which rows are partitioned. */
    public static YearMonth monthOf(Instant time) {
        return YearMonth.from(time.atOffset(ZoneOffset.UTC));
    }

    /** Creates, in {@code handle}'s transaction, those of {@code months} that are missing. */
    public void ensure(Handle handle, Collection<YearMonth> months) {
        var missing = new TreeSet<>(months); // in order, as every process takes the locks
        missing.removeAll(existing);
        for (YearMonth month : missing) {
            handle.createQuery("SELECT create_token_usage_partition(:month)")
                    .bind("month", month.atDay(1))
                    .mapTo(Boolean.class)
                    .one();
            created.add(month);
        }
    }

    /** Says that the transaction has committed. */
    public void committed() {
        existing.addAll(created);
        created.clear();
    }

    /** Says that the transaction was rolled back; perhaps because somebody had dropped a partition. */
    public void rolledBack() {
        existing.clear();
        created.clear();
    }
}
