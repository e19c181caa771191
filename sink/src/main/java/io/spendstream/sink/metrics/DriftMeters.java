package io.spendstream.sink.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spendstream.contract.Topic;
import io.spendstream.sink.LedgerScan;
import io.spendstream.sink.recount.LedgerWalk;
import io.spendstream.sink.report.DriftQuery;
import io.spendstream.sink.write.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code ai_ledger_drift}: how many sums differ that must be equal. It must read zero; it reads NaN while that is not
 * known. Once a minute three comparisons are made, each in one snapshot, on a connection and a thread of their own:
 *
 * <ul>
 *   <li>{@code rollup_and_counters}: eight sums over the whole rollup with those of the counters that Prometheus sees;
 *   <li>{@code rows_and_rollup}: each cell of a bucket with the sums of the bucket's rows. The newest bucket comes first,
 *       then a walk goes on from bucket to bucket into the past, for a second at most but by one bucket at least, and begins
 *       anew at the end. So the rows of every quarter of an hour are compared again and again, while a check costs little
 *       however long the ledger is. What differed counts until the walk finds it equal;
 *   <li>{@code ledger_and_rows}: lines of the ledger topic with their rows, all that they say; the newest first, then a walk
 *       from the beginning of the topic to where the tables are, again for a second at most.
 * </ul>
 *
 * <p>The totals of the stream are not in the database; {@code spendstream reconcile} compares them.
 */
public final class DriftMeters implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DriftMeters.class);
    private static final TransactionIsolationLevel SNAPSHOT = TransactionIsolationLevel.REPEATABLE_READ;
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration WALK_MAX = Duration.ofSeconds(1);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

    private final MeterRegistry registry;
    private final Jdbi jdbi;
    private final Duration interval;
    private final LedgerWalk ledger;
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, DriftMeters::newThread);

    // used by the thread that shows and hides
    private final List<Meter> meters = new ArrayList<>();
    private @Nullable ScheduledFuture<?> checks;

    // used by the thread that checks
    private final NavigableMap<Instant, Long> differentCells = new TreeMap<>();
    private @Nullable Instant walkedTo;
    private boolean isFailing;
    private boolean isLedgerFailing;
    private long differentLines;

    // written by the thread that checks, read by any
    private volatile double rowsAndRollup = Double.NaN;
    private volatile double rollupAndCounters = Double.NaN;
    private volatile double ledgerAndRows = Double.NaN;

    /**
     * Creates meters that are not shown yet; nothing is compared while they are not.
     *
     * @param topic opens the ledger topic
     */
    public DriftMeters(MeterRegistry registry, Jdbi jdbi, Supplier<LedgerScan> topic) {
        this(registry, jdbi, topic, INTERVAL);
    }

    DriftMeters(MeterRegistry registry, Jdbi jdbi, Supplier<LedgerScan> topic, Duration interval) {
        ledger = new LedgerWalk(topic);
        this.registry = registry;
        this.jdbi = jdbi;
        this.interval = interval;
    }

    private static Thread newThread(Runnable work) {
        var thread = new Thread(work, "spendstream-drift");
        thread.setDaemon(true);
        return thread;
    }

    /** Shows the meters and begins to compare, if that has not begun. */
    public void show() {
        if (checks != null) {
            return;
        }
        // other sinks may have compared meanwhile, and what was found here before they did is no answer any more
        rowsAndRollup = Double.NaN;
        rollupAndCounters = Double.NaN;
        ledgerAndRows = Double.NaN;
        executor.execute(this::forget);
        meters.add(gauge("ledger_and_rows", meter -> meter.ledgerAndRows));
        meters.add(gauge("rows_and_rollup", meter -> meter.rowsAndRollup));
        meters.add(gauge("rollup_and_counters", meter -> meter.rollupAndCounters));
        checks = executor.scheduleWithFixedDelay(this::check, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Gauge gauge(String between, ToDoubleFunction<DriftMeters> value) {
        return Gauge.builder("ai.ledger.drift", this, value)
                .description("How many sums differ that must be equal; NaN while that is not known")
                .tag("between", between)
                .register(registry);
    }

    /** Stops comparing, because another sink does now or this one closes. */
    public void hide() {
        if (checks != null) {
            checks.cancel(false);
            checks = null;
            executor.execute(ledger::close); // after a check that is still under way
        }
        meters.forEach(registry::remove);
        meters.clear();
    }

    /** Begins anew; runs where checks run, so after one that was still under way. */
    private void forget() {
        differentCells.clear();
        walkedTo = null;
        ledger.forget();
        differentLines = 0;
        rowsAndRollup = Double.NaN;
        rollupAndCounters = Double.NaN;
        ledgerAndRows = Double.NaN;
    }

    private void check() {
        checkTables();
        checkLedger();
    }

    private void checkLedger() {
        try {
            jdbi.useHandle(handle -> {
                Database.limit(handle);
                ledger.check(handle, WALK_MAX);
            });
            long different = ledger.different();
            if (different > differentLines) {
                LOG.error(
                        "{} lines of {} are not what token_usage says, the first at {}",
                        different,
                        Topic.LEDGER,
                        ledger.first().orElseThrow());
            }
            differentLines = different;
            ledgerAndRows = different;
            isLedgerFailing = false;
        } catch (RuntimeException e) {
            ledger.close();
            ledgerAndRows = Double.NaN;
            if (!isLedgerFailing && !executor.isShutdown()) {
                LOG.warn("whether the rows are what the ledger says is not known: they could not be compared", e);
            }
            isLedgerFailing = true;
        }
    }

    private void checkTables() {
        try {
            jdbi.useHandle(handle -> {
                Database.limit(handle);
                rollupAndCounters = compareTotals(handle);
                rowsAndRollup = compareBuckets(handle);
            });
            isFailing = false;
        } catch (RuntimeException e) {
            rollupAndCounters = Double.NaN;
            rowsAndRollup = Double.NaN;
            if (!isFailing && !executor.isShutdown()) {
                LOG.warn("whether the tables agree is not known: they could not be compared", e);
            }
            isFailing = true;
        }
    }

    private int compareTotals(Handle handle) {
        int differences = handle.inTransaction(SNAPSHOT, DriftQuery::differentSums);
        if (differences > 0 && rollupAndCounters != differences) {
            LOG.error("{} sums of token_usage_rollup differ from those of token_usage_counter", differences);
        }
        return differences;
    }

    private long compareBuckets(Handle handle) {
        long deadline = System.nanoTime() + WALK_MAX.toNanos();
        compareBucketBefore(handle, null);
        do {
            Instant next = compareBucketBefore(handle, walkedTo);
            if (next == null && walkedTo != null) {
                differentCells.headMap(walkedTo).clear(); // their rows were dropped since
            }
            walkedTo = next;
        } while (walkedTo != null && System.nanoTime() < deadline);
        return differentCells.values().stream().mapToLong(count -> count).sum();
    }

    /** Compares the newest bucket before {@code before} and returns it; null if there is none. */
    private @Nullable Instant compareBucketBefore(Handle handle, @Nullable Instant before) {
        Optional<Instant> compared = handle.inTransaction(SNAPSHOT, transaction -> {
            Optional<Instant> bucket = DriftQuery.bucketBefore(transaction, before);
            bucket.ifPresent(start -> compared(start, DriftQuery.differentCells(transaction, start)));
            return bucket;
        });
        return compared.orElse(null);
    }

    private void compared(Instant bucket, long different) {
        if (different == 0) {
            differentCells.remove(bucket);
        } else if (differentCells.put(bucket, different) == null) {
            LOG.error("{} cells of token_usage_rollup differ from their rows in the bucket of {}", different, bucket);
        }
    }

    @Override
    public void close() {
        hide();
        if (!executor.isShutdown()) {
            executor.execute(ledger::close); // where it is used
            executor.shutdown();
        }
        try {
            if (!executor.awaitTermination(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
                LOG.warn("a comparison of the tables was left behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
