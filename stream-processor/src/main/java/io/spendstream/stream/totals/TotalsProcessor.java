package io.spendstream.stream.totals;

import static java.time.ZoneOffset.UTC;

import io.spendstream.contract.RejectedException;
import io.spendstream.contract.RejectionReason;
import io.spendstream.contract.Tally;
import io.spendstream.contract.TotalKey;
import io.spendstream.contract.failpoint.FailPoint;
import io.spendstream.stream.rejection.DeadLetters;
import io.spendstream.stream.rejection.Received;
import io.spendstream.stream.timing.BeforeCommit;
import io.spendstream.stream.timing.FlushPace;
import io.spendstream.stream.timing.Postponed;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** The second stage: merges the partials of all partitions into totals. */
public final class TotalsProcessor extends ContextualProcessor<byte[], byte[], Object, Object> {
    /** The store of the latest partial of each cell and partition. */
    public static final String SOURCE_PARTIALS_STORE = "source-partials";

    /** The store of the totals. */
    public static final String TOTALS_STORE = "totals";

    /** What writes both to their stores. */
    public static final String BEFORE_COMMIT = "totals-before-commit";

    private final FlushPace pace;
    private final Duration memory;
    private final Exits exits;

    // set by init, before the first record
    @SuppressWarnings("NullAway.Init")
    private Remembered<ByteBuffer, TimedTally> sourcePartials;

    @SuppressWarnings("NullAway.Init")
    private Tallies<TotalKey, TimedTally> totals;

    @SuppressWarnings("NullAway.Init")
    private Postponed flush;

    private LocalDate expiredOn = LocalDate.EPOCH;

    /**
     * Where this processor's output goes, by node name.
     *
     * @param totals takes the totals that changed, at each flush
     * @param refused takes each dead letter
     */
    public record Exits(String totals, String refused) {}

    /**
     * @param flushInterval how often to send out what changed, while that is not much
     * @param memory how long after its last change a total is kept
     */
    public TotalsProcessor(Duration flushInterval, Duration memory, Exits exits) {
        this.pace = new FlushPace(flushInterval);
        this.memory = memory;
        this.exits = exits;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        sourcePartials = new Remembered<>(
                context.getStateStore(SOURCE_PARTIALS_STORE), TotalsFormat.TALLIES, Tallies.REMEMBERED_MAX);
        totals = new Tallies<>(context.getStateStore(TOTALS_STORE), TotalsFormat.TOTALS);
        BeforeCommit beforeCommit = context.getStateStore(BEFORE_COMMIT);
        beforeCommit.set(() -> {
            sourcePartials.write();
            totals.write();
        });
        flush = new Postponed(context, this::flush);
        if (totals.hasChanges()) {
            flush.askAfter(pace.interval());
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Cell cell;
        TimedTally partial;
        try {
            cell = TotalsFormat.readPartialKey(record.key()).cell();
            partial = record.value() == null ? null : TotalsFormat.readTally(record.value());
        } catch (IllegalArgumentException e) {
            refuse(record, e);
            return;
        }
        if (partial == null) {
            sourcePartials.delete(ByteBuffer.wrap(record.key()));
            return;
        }
        merge(cell, partial, record);
    }

    private void merge(Cell cell, TimedTally partial, Record<byte[], byte[]> record) {
        ByteBuffer source = ByteBuffer.wrap(record.key());
        Tally more = partial.tally().minus(sourcePartials.get(source).tally());
        if (more.equals(Tally.ZERO)) {
            return;
        }
        sourcePartials.change(source, before -> partial);
        FailPoint.PROCESSOR_BEFORE_TOTAL_PUT.hit();
        totals.change(cell.totalKey(), total -> total.plus(more, Instant.ofEpochMilli(record.timestamp())));
        flush.askAfter(pace.interval());
    }

    private void refuse(Record<byte[], byte[]> record, IllegalArgumentException e) {
        var rejection = new RejectedException(RejectionReason.INVALID_VALUE, "not a partial: " + e.getMessage());
        context().forward(DeadLetters.of(Received.of(record, context()), rejection), exits.refused());
    }

    private void flush(long timestamp) {
        FailPoint.PROCESSOR_BEFORE_TOTALS.hit();
        pace.passedOn(totals.flush(
                (key, total) -> context().forward(new Record<>(key, total.tally(), timestamp), exits.totals())));
        FailPoint.PROCESSOR_AFTER_TOTALS.hit();
        Instant now = Instant.ofEpochMilli(timestamp);
        LocalDate today = now.atZone(UTC).toLocalDate();
        if (today.isAfter(expiredOn)) {
            expiredOn = today;
            Instant oldest = now.minus(memory);
            // The topic keeps the total: only the means to change it is given up.
            totals.removeIf(
                    (key, total) -> key.day() != null && total.changedAt().isBefore(oldest));
        }
    }
}
