package io.spendstream.stream.totals;

import static java.time.ZoneOffset.UTC;

import io.spendstream.contract.Dimension;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.Money;
import io.spendstream.contract.Tally;
import io.spendstream.contract.failpoint.FailPoint;
import io.spendstream.stream.timing.BeforeCommit;
import io.spendstream.stream.timing.FlushPace;
import io.spendstream.stream.timing.Postponed;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** The first stage: adds up this partition's lines per cell, and passes on what changed. */
public final class TallyProcessor extends ContextualProcessor<byte[], Metered, Object, @Nullable Object> {
    /** The store of this partition's cells. */
    public static final String STORE = "partials";

    /** What writes them to their store. */
    public static final String BEFORE_COMMIT = "tally-before-commit";

    private static final Tally ONE_RECORD = new Tally(1, 0, 0, Money.ZERO, 0);

    private final FlushPace pace;
    private final Duration memory;
    private final Exits exits;

    // set by init, before the first record
    @SuppressWarnings("NullAway.Init")
    private Tallies<Cell, TimedTally> cells;

    @SuppressWarnings("NullAway.Init")
    private Postponed flush;

    private Instant latestArrival = Instant.EPOCH;
    private LocalDate expiredOn = LocalDate.EPOCH;

    /**
     * Where this processor's output goes, by node name.
     *
     * @param partials takes the cells that changed, at each flush
     * @param metered takes each record as it came
     */
    public record Exits(String partials, String metered) {}

    /**
     * @param flushInterval how often to pass on what changed, while that is not much
     * @param memory how long after its time a cell is kept
     */
    public TallyProcessor(Duration flushInterval, Duration memory, Exits exits) {
        this.pace = new FlushPace(flushInterval);
        this.memory = memory;
        this.exits = exits;
    }

    @Override
    public void init(ProcessorContext<Object, @Nullable Object> context) {
        super.init(context);
        latestArrival = Instant.EPOCH;
        cells = new Tallies<>(context.getStateStore(STORE), TotalsFormat.CELLS);
        BeforeCommit beforeCommit = context.getStateStore(BEFORE_COMMIT);
        beforeCommit.set(cells::write);
        flush = new Postponed(context, this::flush);
        if (cells.hasChanges()) {
            flush.askAfter(pace.interval());
        }
    }

    @Override
    public void process(Record<byte[], Metered> record) {
        Metered metered = record.value();
        if (metered.latestArrival().isAfter(latestArrival)) { // a correction may come with an earlier one
            latestArrival = metered.latestArrival();
        }
        flush.askAfter(pace.interval());
        Outcome outcome = metered.outcome();
        if (outcome != null) {
            add(Cell.of(outcome), ONE_RECORD);
        }
        FailPoint.PROCESSOR_AFTER_OUTCOME.hit();
        context().forward(record, exits.metered());
        FailPoint.PROCESSOR_AFTER_SPEND.hit();
        LedgerLine line = metered.line();
        if (line == null) {
            return;
        }
        Tally tally = line.tally();
        for (Dimension dimension : Dimension.ofLines()) {
            add(Cell.at(new Scope(dimension, dimension.valuesOf(line)), line.timestamp()), tally);
        }
    }

    private void add(Cell cell, Tally more) {
        cells.change(cell, tally -> tally.plus(more, latestArrival));
    }

    private void flush(long timestamp) {
        FailPoint.PROCESSOR_BEFORE_PARTIALS.hit();
        pace.passedOn(cells.flush((cell, tally) -> forward(cell, tally, timestamp)));
        FailPoint.PROCESSOR_AFTER_PARTIALS.hit();
        LocalDate today = latestArrival.atZone(UTC).toLocalDate();
        if (today.isAfter(expiredOn)) {
            expiredOn = today;
            Instant oldest = latestArrival.minus(memory);
            cells.removeIf((cell, tally) -> cell.isBefore(oldest)).forEach(cell -> forward(cell, null, timestamp));
        }
    }

    /**
     * Passes on the tally of {@code cell}, or that it is forgotten. Should a correction reach a forgotten cell, both
     * stages start it anew from nothing, and the total still moves by the difference.
     */
    private void forward(Cell cell, @Nullable TimedTally tally, long timestamp) {
        var key = new PartialKey(cell, context().taskId().partition());
        context().forward(new Record<>(key, tally, timestamp), exits.partials());
    }
}
