package io.spendstream.sink;

import io.spendstream.contract.Topic;
import io.spendstream.contract.failpoint.FailPoint;
import io.spendstream.sink.metrics.DriftMeters;
import io.spendstream.sink.metrics.SinkMeters;
import io.spendstream.sink.metrics.SinkMeters.Trouble;
import io.spendstream.sink.metrics.SpendMeters;
import io.spendstream.sink.write.Batch;
import io.spendstream.sink.write.BatchWriter;
import io.spendstream.sink.write.FencedException;
import io.spendstream.sink.write.LedgerRow;
import io.spendstream.sink.write.Written;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sink's one thread at work: poll, and write what was polled. While the database is away the partitions are paused
 * but polling goes on, so that the group keeps its faith in this member. Not thread-safe.
 */
final class SinkLoop {
    private static final Logger LOG = LoggerFactory.getLogger(SinkLoop.class);
    private static final Duration IDLE_POLL = Duration.ofMillis(200);
    private static final Duration METERS_INTERVAL = Duration.ofSeconds(1);
    private static final Duration PREPARE_INTERVAL = Duration.ofHours(1);
    /** How soon a position that only moved past the markers of transactions is written down. */
    private static final Duration MARKERS_INTERVAL = Duration.ofSeconds(1);
    /** Bounds the memory that a batch takes where lines are long. */
    private static final long BATCH_BYTES_MAX = 32L << 20;

    /** The partition whose owner shows the counters of the whole table. */
    private static final int METERS_PARTITION = 0;

    /** How often another sink may take a partition over within {@link #FENCED_INTERVAL}: a rebalance does so once. */
    private static final int FENCED_MAX = 5;

    private static final Duration FENCED_INTERVAL = Duration.ofMinutes(1);

    private final SinkConfig config;
    private final Consumer<byte[], byte[]> consumer;
    private final DatabaseLink database;
    private final InstantSource clock;
    private final Lag lag;
    private final SinkMeters meters;
    private final SpendMeters spendMeters;
    private final DriftMeters driftMeters;
    private final Ownership ownership;
    private final BatchWriter writer = new BatchWriter(Topic.LEDGER.topicName());
    private final Claims claims = new Claims();
    private final Pending pending = new Pending();

    private boolean isPaused;
    private boolean didPollBring;
    private Instant filledUntil = Instant.EPOCH;
    private final Deque<Instant> fenced = new ArrayDeque<>();
    private Instant lastWrite = Instant.EPOCH;
    private Instant lastRefresh = Instant.EPOCH;
    private Instant lastPreparation = Instant.EPOCH;

    // written by the sink's thread, read by any
    private volatile boolean isReady;

    SinkLoop(SinkParts parts) {
        config = parts.config();
        consumer = parts.consumer();
        database = parts.database();
        clock = parts.clock();
        lag = parts.lag();
        meters = parts.meters();
        spendMeters = parts.spendMeters();
        driftMeters = parts.driftMeters();
        ownership = new Ownership(
                consumer,
                new LedgerTopic(parts.admin(), consumer),
                config.mayStartIncomplete(),
                claims,
                this::partitionGone,
                clock);
    }

    /** Returns whether the group has assigned this sink's partitions and the database lets it write them. */
    boolean isReady() {
        return isReady;
    }

    void subscribe() {
        consumer.subscribe(List.of(Topic.LEDGER.topicName()), ownership);
    }

    /** Goes once around. */
    void turn() {
        writeIfDue();
        claimPartitions();
        prepareIfDue();
        refreshMetersIfDue();
        pauseWhileAway();
        isReady = ownership.wasAssigned()
                && !database.isAway()
                && claims.unclaimed().isEmpty();
        poll();
    }

    private void poll() {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(pollTime());
            pending.add(records);
            didPollBring = !records.isEmpty();
            if (didPollBring) {
                ownership.identity().ask();
            }
        } catch (OffsetOutOfRangeException e) {
            throw new SinkStoppedException(
                    "lines of the ledger are lost: the topic no longer has the positions "
                            + e.offsetOutOfRangePartitions(),
                    e);
        }
        lag.measure(consumer, pending);
    }

    private Duration pollTime() {
        if (database.isAway()) {
            return min(IDLE_POLL, database.untilNextTry());
        }
        if (pending.size() == 0) {
            return claims.unclaimed().isEmpty() ? IDLE_POLL : IDLE_POLL.dividedBy(10);
        }
        return min(IDLE_POLL, Duration.between(clock.instant(), lastWrite.plus(config.batchInterval())));
    }

    private static Duration min(Duration a, Duration b) {
        Duration shorter = a.compareTo(b) < 0 ? a : b;
        return shorter.isNegative() ? Duration.ZERO : shorter;
    }

    private void writeIfDue() {
        Instant now = clock.instant();
        int size = pending.size();
        Duration interval = size > 0 ? config.batchInterval() : MARKERS_INTERVAL;
        boolean isFull = size >= config.batchRowsMax() || pending.bytes() >= BATCH_BYTES_MAX;
        boolean isTime = !now.isBefore(lastWrite.plus(interval)) && !isFilling(now);
        if (!(isFull || isTime) || !pending.hasMoved(claims) || !isSameTopic()) {
            return;
        }
        Batch batch = pending.batch(claims);
        try {
            database.attempt(handle -> writer.write(handle, batch))
                    .ifPresent(written -> committed(batch, written, now));
        } catch (FencedException e) {
            fenced(e);
        }
    }

    /**
     * Returns whether more is at hand that had better go into the same batch. A cell of the sums is written once per
     * batch however many rows it has there, so a sink that is behind reads on for as long as its last write took: the
     * larger its batches, the faster it catches up. Where writes are short, so is this.
     */
    private boolean isFilling(Instant now) {
        return didPollBring && now.isBefore(filledUntil);
    }

    /** Returns whether what waits is known to come from the topic that was claimed; if not yet, it goes on waiting. */
    private boolean isSameTopic() {
        try {
            ownership.identity().requireSame();
            return true;
        } catch (RetriableException e) {
            meters.trouble(Trouble.BROKER_AWAY, 1);
            LOG.warn("the broker does not say which ledger topic this is: {}; trying again", e.getMessage());
            ownership.identity().ask();
            return false;
        }
    }

    private void committed(Batch batch, Written written, Instant begun) {
        FailPoint.SINK_AFTER_COMMIT.hit();
        lag.written(pending.newestMillis());
        claims.advance(batch.spans());
        pending.clear();
        lastWrite = begun;
        meters.written(written.inserted(), written.duplicates());
        Instant now = clock.instant();
        filledUntil = now.plus(Duration.between(begun, now));
        for (LedgerRow row : batch.rows()) {
            meters.eventToRow(Duration.between(row.line().recordedAt(), now));
        }
        if (written.duplicates() > 0) {
            meters.trouble(Trouble.DUPLICATE, written.duplicates());
            LOG.warn("{} ledger lines were in token_usage already and were not counted again", written.duplicates());
        }
        if (written.rejected() > 0) {
            meters.trouble(Trouble.REJECTED, written.rejected());
            LOG.error(
                    "{} ledger records cannot become rows and were set aside whole in token_usage_rejected, with the reason",
                    written.rejected());
        }
    }

    /** Leaves the group and joins it again: what it then assigns is claimed with a new epoch. */
    private void fenced(FencedException e) {
        meters.trouble(Trouble.FENCED, 1);
        Instant now = clock.instant();
        fenced.addLast(now);
        fenced.removeIf(time -> time.isBefore(now.minus(FENCED_INTERVAL)));
        if (fenced.size() >= FENCED_MAX) {
            throw new SinkStoppedException(
                    "another sink keeps taking the partitions over; all sinks of one database must have the same group.id, which is %s here"
                            .formatted(config.getString(SinkConfig.GROUP_ID)),
                    e);
        }
        LOG.warn("{}; nothing was written, joining the group again", e.getMessage());
        consumer.unsubscribe();
        subscribe();
    }

    private void claimPartitions() {
        if (database.isAway() && !database.untilNextTry().isZero()) {
            return;
        }
        try {
            ownership.claim(database);
        } catch (TimeoutException e) {
            meters.trouble(Trouble.BROKER_AWAY, 1);
            LOG.warn("the broker does not say how far the ledger reaches: {}; trying again", e.getMessage());
        }
    }

    private void prepareIfDue() {
        Instant now = clock.instant();
        if (now.isBefore(lastPreparation.plus(PREPARE_INTERVAL))) {
            return;
        }
        Optional<Boolean> prepared = database.attempt(handle -> {
            writer.prepare(handle, now);
            return true;
        });
        prepared.ifPresent(done -> lastPreparation = now);
    }

    private void refreshMetersIfDue() {
        Instant now = clock.instant();
        if (!claims.has(METERS_PARTITION) || now.isBefore(lastRefresh.plus(METERS_INTERVAL))) {
            return;
        }
        Optional<Boolean> refreshed = database.attempt(handle -> {
            spendMeters.refresh(handle);
            return true;
        });
        refreshed.ifPresent(done -> {
            lastRefresh = now;
            driftMeters.show();
        });
    }

    private void pauseWhileAway() {
        boolean shouldPause = database.isAway();
        if (shouldPause != isPaused) {
            List<TopicPartition> flowing =
                    claims.claimed().stream().map(LedgerTopic::partition).toList();
            if (shouldPause) {
                consumer.pause(flowing);
            } else {
                consumer.resume(flowing);
            }
            isPaused = shouldPause;
        }
    }

    private void partitionGone(int partition) {
        pending.drop(partition);
        if (partition == METERS_PARTITION) {
            spendMeters.remove();
            driftMeters.hide();
            lastRefresh = Instant.EPOCH;
        }
    }
}
