package io.spendstream.cli.reconcile;

import static java.time.ZoneOffset.UTC;

import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.process.Scrape;
import io.spendstream.cli.progress.Progress;
import io.spendstream.cli.progress.Work;
import io.spendstream.cli.topics.TopicScan;
import io.spendstream.contract.Tally;
import io.spendstream.contract.Topic;
import io.spendstream.contract.TotalJson;
import io.spendstream.contract.TotalKey;
import io.spendstream.sink.LedgerRecord;
import io.spendstream.sink.LedgerScan;
import io.spendstream.sink.recount.LedgerSums;
import io.spendstream.sink.recount.ModelSums;
import io.spendstream.sink.recount.Standing;
import io.spendstream.sink.recount.TableViews;
import io.spendstream.sink.recount.View;
import io.spendstream.sink.report.SpendSums;
import io.spendstream.sink.write.Database;
import io.spendstream.sink.write.Rollup;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/**
 * Compares all views with the ledger topic while everything is at work. The tables are compared, in one snapshot, up to
 * the position they have there; the totals, which have none, up to where the ledger ended before they were read, and are
 * given some time to come up to it; the metrics with the counters before and after. Not thread-safe.
 */
final class LedgerComparison {
    private static final String APPLICATION = "spendstream-reconcile";
    private static final Duration WAIT_STEP = Duration.ofMillis(250);

    private final Connection connection;
    private final Duration wait;
    private final Progress progress;
    private final Jdbi database;
    private final List<View> views = new ArrayList<>();
    private final List<String> omitted = new ArrayList<>();

    /** Creates a comparison for which totals and metrics have {@code wait} to come up to the ledger. */
    LedgerComparison(Connection connection, Duration wait, Progress progress) {
        this.connection = connection;
        this.wait = wait;
        this.progress = progress;
        database = Database.forLongWork(
                connection.jdbcUrl(), connection.jdbcUser(), connection.jdbcPassword(), APPLICATION, null);
    }

    /** Compares everything since {@code wanted}, or, if that is empty, everything the topic still has. */
    Reconciled run(Optional<Instant> wanted, Instant now) throws Exception {
        try (LedgerScan scan = LedgerScan.open(connection.kafkaProperties())) {
            Optional<Instant> since = since(scan, wanted);
            since.ifPresent(scan::skipToLinesSince);
            var totals = new LedgerTotals(firstDay(since, now), scan.ends());
            return database.inTransaction(
                    TransactionIsolationLevel.REPEATABLE_READ, snapshot -> compare(scan, since, totals, snapshot));
        }
    }

    private Reconciled compare(LedgerScan scan, Optional<Instant> since, LedgerTotals totals, Handle snapshot)
            throws IOException, InterruptedException {
        Standing standing = Standing.read(snapshot);
        standing.requireTopic(scan.topicId());
        var ledger = new LedgerSums(standing, since.orElse(LedgerSums.BEGINNING));
        Map<TotalKey, Tally> topic = readTotals();
        Map<Integer, Long> ends = scan.ends();
        standing.requireWithin(ends);
        read(scan, ends, ledger, totals);
        var tables = new TableViews(snapshot, ledger, since.isEmpty());
        try (Work work = progress.begin("reading the rows", "rows", 0)) {
            List<View> compared = tables.compare(work::advanceTo);
            views.addAll(tables.namingEvents(compared, () -> LedgerScan.open(connection.kafkaProperties())));
        }
        View ofTotals = totals.compare(topic);
        long deadline = System.nanoTime() + wait.toNanos();
        while (ofTotals.different() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(WAIT_STEP.toMillis());
            topic = readTotals();
            ends = scan.ends();
            read(scan, ends, ledger, totals);
            ofTotals = totals.compare(topic);
        }
        views.add(ofTotals);
        addMetrics();
        return new Reconciled(
                scan.topicId().toString(),
                since,
                ledger.records(),
                tables.ledgerSums(),
                standing.positions(),
                totals.certain(),
                ends,
                views,
                omitted);
    }

    private void read(LedgerScan scan, Map<Integer, Long> ends, LedgerSums ledger, LedgerTotals totals) {
        try (Work work = progress.begin("reading the ledger", "records", 0)) {
            scan.readTo(ends, batch -> add(batch, ledger, totals, work));
        }
    }

    private static void add(ConsumerRecords<byte[], byte[]> batch, LedgerSums ledger, LedgerTotals totals, Work work) {
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            LedgerRecord.read(
                    record,
                    row -> {
                        ledger.add(row);
                        totals.add(row);
                    },
                    ledger::add);
        }
        work.advanceTo(ledger.records());
    }

    /** Returns the first bucket of which the topic has every line that was wanted; empty for all there ever were. */
    private Optional<Instant> since(LedgerScan scan, Optional<Instant> wanted) {
        Optional<Instant> complete = scan.completeSince().map(LedgerComparison::bucketAfter);
        if (complete.isPresent()
                && wanted.filter(first -> !first.isBefore(complete.get())).isEmpty()) {
            omitted.add("the ledger topic has lost its beginning to its retention: buckets before %s are not compared"
                    .formatted(complete.get()));
            return complete;
        }
        return wanted.map(LedgerComparison::bucketAfter);
    }

    private static Instant bucketAfter(Instant time) {
        Instant bucket = Rollup.bucketOf(time);
        return bucket.equals(time) ? bucket : bucket.plus(Rollup.BUCKET);
    }

    /** Returns the first day that is compared whole, and whose totals are still kept up to date. */
    private static LocalDate firstDay(Optional<Instant> since, Instant now) {
        LocalDate oldest = now.minus(Topic.RETENTION).atZone(UTC).toLocalDate();
        LocalDate first = since.map(
                        time -> time.minusNanos(1).atZone(UTC).toLocalDate().plusDays(1))
                .orElse(oldest);
        return first.isBefore(oldest) ? oldest : first;
    }

    private Map<TotalKey, Tally> readTotals() {
        Map<TotalKey, Tally> found = new HashMap<>();
        TopicScan.run(connection.kafkaProperties(), Topic.TOTALS, record -> {
            byte @Nullable [] value = record.value();
            found.put(TotalJson.readKey(record.key()), value == null ? Tally.ZERO : TotalJson.readTotal(value));
            return true;
        });
        return found;
    }

    private void addMetrics() throws IOException, InterruptedException {
        Optional<String> url = connection.metricsUrl();
        if (url.isEmpty()) {
            omitted.add("/metrics is not compared: give --metrics-url to do so");
            return;
        }
        Map<String, SpendSums> before = readCounters();
        Scrape scrape = Scrape.of(url.get());
        if (!scrape.has(MetricsComparison.REQUESTS)) {
            omitted.add("/metrics is not compared: %s shows no counters; name that of every sink".formatted(url.get()));
            return;
        }
        View view = MetricsComparison.of(scrape, before, readCounters());
        long deadline = System.nanoTime() + wait.toNanos();
        while (view.different() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(WAIT_STEP.toMillis());
            view = MetricsComparison.of(Scrape.of(url.get()), before, readCounters());
        }
        views.add(view);
    }

    /** Reads them as they are now: {@code withHandle} would be inside the snapshot that this thread has open. */
    private Map<String, SpendSums> readCounters() {
        try (Handle now = database.open()) {
            return ModelSums.read(now);
        }
    }
}
