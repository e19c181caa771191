package io.spendstream.stream.budget;

import static java.time.ZoneOffset.UTC;

import io.spendstream.contract.BudgetWindow;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.Tally;
import io.spendstream.stream.timing.BeforeCommit;
import io.spendstream.stream.timing.Postponed;
import io.spendstream.stream.totals.Metered;
import io.spendstream.stream.totals.Tallies;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The first stage of budgets: adds up this partition's lines per allowance, and passes on what changed.
 *
 * <p>A definition that is new, or counts something else than before, is counted from what the partition's lines of its
 * period add up to already; from then on, line by line. Both are done by this one thread, so no line is counted twice
 * or left out, whenever the definition comes.
 */
public final class SpendProcessor extends ContextualProcessor<byte[], Metered, BudgetMessage, @Nullable Object> {
    /** The store of what was spent, by every dimension. */
    public static final String CELLS_STORE = "spend-cells";

    /** The store of this partition's budget cells. */
    public static final String PARTIALS_STORE = "budget-partials";

    /** What writes both to their stores. */
    public static final String BEFORE_COMMIT = "spend-before-commit";

    /** The store of what is counted. */
    public static final String BOOK_STORE = "counted-book";

    private static final String NO_EVENT = "";

    /** Returns the bytes of {@code key}, on the topic between the stages. */
    public static byte[] writeKey(BudgetMessage key) {
        return BudgetFormat.writeKey(key);
    }

    /** Returns the bytes of {@code value}, on the topic between the stages. */
    public static byte[] writeValue(Object value) {
        return BudgetFormat.writeValue(value);
    }

    private final Definitions definitions;
    private final BudgetSettings settings;

    // set by init, before the first record
    @SuppressWarnings("NullAway.Init")
    private SpendCells cells;

    @SuppressWarnings("NullAway.Init")
    private Tallies<BudgetCell, BudgetPartial> partials;

    @SuppressWarnings("NullAway.Init")
    private CountedBook counted;

    @SuppressWarnings("NullAway.Init")
    private Postponed flush;

    @SuppressWarnings("NullAway.Init")
    private Postponed look;

    private @Nullable BudgetBook book;
    private Instant latestArrival = Instant.EPOCH;
    private LocalDate expiredOn = LocalDate.EPOCH;
    private final IdentityHashMap<Definition, BudgetWindow> windows = new IdentityHashMap<>();

    public SpendProcessor(Definitions definitions, BudgetSettings settings) {
        this.definitions = definitions;
        this.settings = settings;
    }

    @Override
    public void init(ProcessorContext<BudgetMessage, @Nullable Object> context) {
        super.init(context);
        book = null;
        latestArrival = Instant.EPOCH;
        windows.clear();
        cells = new SpendCells(context.getStateStore(CELLS_STORE));
        partials = new Tallies<>(context.getStateStore(PARTIALS_STORE), BudgetFormat.PARTIALS);
        BeforeCommit beforeCommit = context.getStateStore(BEFORE_COMMIT);
        beforeCommit.set(() -> {
            cells.write();
            partials.write();
        });
        counted = new CountedBook(context.getStateStore(BOOK_STORE));
        flush = new Postponed(context, this::flush);
        look = new Postponed(context, this::look);
        look.askAfter(settings.flushInterval());
        if (partials.hasChanges()) {
            flush.askAfter(settings.flushInterval());
        }
    }

    @Override
    public void process(Record<byte[], Metered> record) {
        Metered metered = record.value();
        if (metered.latestArrival().isAfter(latestArrival)) { // a correction may come with an earlier one
            latestArrival = metered.latestArrival();
        }
        LedgerLine line = metered.line();
        if (line == null) {
            return;
        }
        Tally tally = line.tally();
        // between two looks the book stays: many definitions that come together are counted together
        BudgetBook inForce = book == null ? follow(latestArrival, record.timestamp()) : book;
        if (!line.timestamp().isBefore(latestArrival.minus(settings.spendMemory()))) {
            cells.add(line, tally);
        }
        inForce.forEachOf(line, definition -> add(definition, line, tally));
    }

    private void add(Definition definition, LedgerLine line, Tally tally) {
        BudgetWindow window = windowAt(definition, line.timestamp());
        boolean isCounted = !window.start().isBefore(counted.from(definition));
        // a correction to a window that is forgotten would start it anew, from nothing
        boolean isRemembered = window.isAlways() || window.end().isAfter(latestArrival.minus(settings.cellMemory()));
        if (isCounted && isRemembered) {
            var cell = BudgetCell.of(definition, definition.eachOf(line), window);
            partials.change(cell, partial -> partial.plus(tally, latestArrival, line.eventId()));
            flush.askAfter(settings.flushInterval());
        }
    }

    /** Lines come roughly in order of time, so the window of the line before is the right one as a rule. */
    private BudgetWindow windowAt(Definition definition, Instant time) {
        BudgetWindow last = windows.get(definition);
        if (last != null && last.contains(time)) {
            return last;
        }
        BudgetWindow window = definition.budget().period().windowAt(time);
        windows.put(definition, window);
        return window;
    }

    private void look(long timestamp) {
        Instant now = Instant.ofEpochMilli(timestamp);
        boolean isKnown = latestArrival.isAfter(Instant.EPOCH);
        follow(isKnown && latestArrival.isBefore(now) ? latestArrival : now, timestamp);
        look.askAfter(settings.lookInterval());
    }

    /** Returns the book in force, after what it counts is counted. */
    private BudgetBook follow(Instant now, long timestamp) {
        BudgetBook inForce = definitions.inForce();
        if (inForce == book) {
            return inForce;
        }
        if (!counted.is(inForce)) {
            count(inForce, now, timestamp);
        }
        book = inForce;
        windows.clear();
        return inForce;
    }

    /**
     * Counts what was spent before. The second stage is told when this begins, so that it does not take a budget whose
     * counting was given up for one that nothing is spent of, and when it is done, so that it judges no half sums.
     */
    private void count(BudgetBook inForce, Instant now, long timestamp) {
        tell(new BudgetMessage.Mark(inForce.digest(), false), timestamp);
        partials.removeIf((cell, partial) -> inForce.of(cell) == null);

        var fresh = new HashMap<Definition, Instant>();
        for (Definition definition : inForce.all()) {
            if (!counted.has(definition)) {
                fresh.put(definition, countedFrom(definition, now));
            }
        }
        fresh.values().stream().min(Instant::compareTo).ifPresent(from -> scan(from, fresh, now));
        counted.set(inForce, fresh);
        flush(timestamp);
        tell(new BudgetMessage.Mark(inForce.digest(), true), timestamp);
    }

    /** Returns the start of the window now, or of the one before while that may still alert. */
    private Instant countedFrom(Definition definition, Instant now) {
        return definition
                .budget()
                .period()
                .windowAt(now.minus(settings.lateGrace()))
                .start();
    }

    private void scan(Instant from, Map<Definition, Instant> fresh, Instant now) {
        var freshBook = new BudgetBook(fresh.keySet());
        cells.forEachFrom(
                from,
                (bucketStart, attribution, call, tally) -> freshBook.forEachOf(attribution, call, definition -> {
                    BudgetWindow window = windowAt(definition, bucketStart);
                    if (!window.start().isBefore(fresh.getOrDefault(definition, Instant.MAX))) {
                        var cell = BudgetCell.of(definition, definition.eachOf(attribution, call), window);
                        partials.change(cell, partial -> partial.plus(tally, now, NO_EVENT));
                    }
                }));
    }

    private void tell(BudgetMessage.Mark mark, long timestamp) {
        int source = context().taskId().partition();
        for (int partition = 0; partition < settings.partitions(); partition++) {
            context().forward(new Record<>(new BudgetMessage.OfBook(partition, source), mark, timestamp));
        }
    }

    private void flush(long timestamp) {
        partials.flush((cell, partial) -> forward(cell, partial, timestamp));
        LocalDate today = latestArrival.atZone(UTC).toLocalDate();
        if (today.isAfter(expiredOn)) {
            expiredOn = today;
            expire(timestamp);
        }
    }

    private void expire(long timestamp) {
        Instant oldest = latestArrival.minus(settings.spendMemory());
        cells.forgetBefore(oldest);
        partials.removeIf((cell, partial) -> isOver(cell, partial, oldest))
                .forEach(cell -> forward(cell, null, timestamp));
    }

    private boolean isOver(BudgetCell cell, BudgetPartial partial, Instant oldest) {
        Definition definition = definitions.inForce().of(cell);
        if (definition == null) {
            return false; // goes when the book is counted
        }
        BudgetWindow window = cell.window(definition);
        return window.isAlways()
                ? partial.changedAt().isBefore(oldest)
                : !window.end().isAfter(latestArrival.minus(settings.cellMemory()));
    }

    private void forward(BudgetCell cell, @Nullable BudgetPartial partial, long timestamp) {
        var key = new BudgetMessage.OfCell(cell, context().taskId().partition());
        context().forward(new Record<>(key, partial, timestamp));
    }
}
