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
 * The sink's thread at work: poll, and have written what was polled. While one batch is written the next is read. While
 * the database is away the partitions are paused but polling goes on, so that the group keeps its faith in this member.
 * Not thread-safe.
 */
final class SinkLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SinkLoop.class);
    private static final Duration IDLE_POLL = Duration.ofMillis(200);
    /** How long a write that is over may go unnoticed where nothing is left to read. */
    private static final Duration WRITING_POLL = Duration.ofMillis(5);

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
    private final Writing writing;

    /** What was read since the batch that is being written. */
    private Pending reading = new Pending();

    /** What the database was given, until it is known to be committed. */
    private Pending given = new Pending();

    private boolean isPaused;
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
                this::partitionsGoing,
                this::partitionGone,
                clock);
        writing = new Writing(database, batch -> handle -> writer.write(handle, batch), clock);
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
        takeOutcome();
        if (!writing.isBusy()) {
            claimPartitions();
            prepareIfDue();
            refreshMetersIfDue();
            writeIfDue();
        }
        pauseWhileAway();
        isReady = ownership.wasAssigned()
                && !database.isAway()
                && claims.unclaimed().isEmpty();
        if (writing.isBusy() && isFull()) {
            writing.await();
        } else {
            poll();
        }
    }

    private void poll() {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(pollTime());
            reading.add(records);
            if (!records.isEmpty()) {
                ownership.identity().ask();
            }
        } catch (OffsetOutOfRangeException e) {
            throw new SinkStoppedException(
                    "lines of the ledger are lost: the topic no longer has the positions "
                            + e.offsetOutOfRangePartitions(),
                    e);
        }
        lag.measure(consumer, given, reading);
    }

    private Duration pollTime() {
        if (writing.isBusy()) {
            return WRITING_POLL;
        }
        if (database.isAway()) {
            return min(IDLE_POLL, database.untilNextTry());
        }
        if (reading.size() == 0) {
            return claims.unclaimed().isEmpty() ? IDLE_POLL : IDLE_POLL.dividedBy(10);
        }
        return min(IDLE_POLL, Duration.between(clock.instant(), lastWrite.plus(config.batchInterval())));
    }

    private static Duration min(Duration a, Duration b) {
        Duration shorter = a.compareTo(b) < 0 ? a : b;
        return shorter.isNegative() ? Duration.ZERO : shorter;
    }

    private boolean isFull() {
        return reading.size() >= config.batchRowsMax() || reading.bytes() >= BATCH_BYTES_MAX;
    }

    /** Gives the database what it was given before and may not have; else what was read meanwhile, if it is time. */
    private void writeIfDue() {
        if (database.isAway() && !database.untilNextTry().isZero()) {
            return;
        }
        if (!given.hasMoved(claims)) {
            Duration interval = reading.size() > 0 ? config.batchInterval() : MARKERS_INTERVAL;
            boolean isTime = !clock.instant().isBefore(lastWrite.plus(interval));
            if (!(isFull() || isTime) || !reading.hasMoved(claims)) {
                return;
            }
            given = reading;
            reading = new Pending();
        }
        if (isSameTopic()) {
            writing.begin(given.batch(claims));
        }
    }

    /** Takes in what became of a batch. One of which that is not known is given to the database again. */
    private void takeOutcome() {
        try {
            writing.takeOutcome()
                    .ifPresent(outcome -> outcome.written().ifPresent(written -> committed(outcome, written)));
        } catch (FencedException e) {
            fenced(e);
        }
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

    private void committed(Writing.Outcome outcome, Written written) {
        FailPoint.SINK_AFTER_COMMIT.hit();
        Batch batch = outcome.batch();
        lag.written(given.newestMillis());
        claims.advance(batch.spans());
        given = new Pending();
        lastWrite = outcome.begun();
        meters.written(written.inserted(), written.duplicates());
        for (LedgerRow row : batch.rows()) {
            meters.eventToRow(Duration.between(row.line().recordedAt(), outcome.ended()));
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

    /** Before partitions are given up, what is being written of them is brought to its end: they stand where it ends. */
    private void partitionsGoing() {
        writing.await();
    }

    private void partitionGone(int partition) {
        given.drop(partition);
        reading.drop(partition);
        if (partition == METERS_PARTITION) {
            spendMeters.remove();
            driftMeters.hide();
            lastRefresh = Instant.EPOCH;
        }
    }

    /** Waits for the batch that is being written. */
    @Override
    public void close() {
        writing.close();
        takeOutcome();
    }
}
