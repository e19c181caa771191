package io.spendstream.stream.budget;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.AlertKind;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAlert;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetState;
import io.spendstream.contract.BudgetWindow;
import io.spendstream.contract.BurnRate;
import io.spendstream.contract.RejectedException;
import io.spendstream.contract.RejectionReason;
import io.spendstream.contract.failpoint.FailPoint;
import io.spendstream.stream.rejection.DeadLetters;
import io.spendstream.stream.rejection.Received;
import io.spendstream.stream.timing.Postponed;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The second stage of budgets: merges what all partitions spent per allowance, asks the rule, and sends the alerts that
 * were not sent before and the states that changed.
 *
 * <p>A budget is judged from when every partition has counted what it counts: before that, a sum is only a part.
 */
public final class BudgetProcessor extends ContextualProcessor<byte[], byte[], Object, @Nullable Object> {
    /** The store of the latest partial of each cell and partition. */
    public static final String SOURCES_STORE = "budget-sources";

    /** The store of what was spent per cell. */
    public static final String CELLS_STORE = "budget-cells";

    /** The store of what was alerted. */
    public static final String INCIDENTS_STORE = "incidents";

    /** The store of what each partition counts. */
    public static final String MARKS_STORE = "budget-marks";

    /** The store of the states that were sent. */
    public static final String STATES_STORE = "budget-states";

    /** The store of what had been spent a while ago. */
    public static final String SAMPLES_STORE = "budget-samples";

    /** All stores of this processor. */
    public static final List<String> STORES =
            List.of(SOURCES_STORE, CELLS_STORE, INCIDENTS_STORE, MARKS_STORE, STATES_STORE, SAMPLES_STORE);

    private static final Duration FORGET_INTERVAL = Duration.ofHours(1);
    private static final List<AlertKind> ACTUAL = List.of(AlertKind.ACTUAL);
    private static final List<AlertKind> PACE = List.of(AlertKind.FORECAST, AlertKind.BURN_RATE);

    private final Definitions definitions;
    private final BudgetSettings settings;
    private final Exits exits;

    // set by init, before the first record
    @SuppressWarnings("NullAway.Init")
    private MergedCells cells;

    @SuppressWarnings("NullAway.Init")
    private IncidentStore incidents;

    @SuppressWarnings("NullAway.Init")
    private Marks marks;

    @SuppressWarnings("NullAway.Init")
    private StateReports reports;

    @SuppressWarnings("NullAway.Init")
    private Samples samples;

    @SuppressWarnings("NullAway.Init")
    private Postponed report;

    @SuppressWarnings("NullAway.Init")
    private Postponed look;

    @SuppressWarnings("NullAway.Init")
    private Postponed pace;

    private BudgetBook book = BudgetBook.EMPTY;
    private final Map<String, Long> settled = new HashMap<>();
    private Instant nextRollover = Instant.MAX;
    private Instant forgottenAt = Instant.EPOCH;

    /**
     * Where this processor's output goes, by node name.
     *
     * @param alerts takes each {@link BudgetAlert}, under the budget's id
     * @param states takes the {@link BudgetState} of what changed, at each flush, or null for what is no more
     * @param refused takes each dead letter
     */
    public record Exits(String alerts, String states, String refused) {}

    public BudgetProcessor(Definitions definitions, BudgetSettings settings, Exits exits) {
        this.definitions = definitions;
        this.settings = settings;
        this.exits = exits;
    }

    @Override
    public void init(ProcessorContext<Object, @Nullable Object> context) {
        super.init(context);
        cells = new MergedCells(context.getStateStore(SOURCES_STORE), context.getStateStore(CELLS_STORE));
        incidents = new IncidentStore(context.getStateStore(INCIDENTS_STORE));
        marks = new Marks(context.getStateStore(MARKS_STORE));
        reports = new StateReports(context.getStateStore(STATES_STORE), cells);
        samples = new Samples(context.getStateStore(SAMPLES_STORE));
        book = BudgetBook.EMPTY;
        settled.clear();
        forgottenAt = Instant.EPOCH;
        report = new Postponed(context, this::report);
        look = new Postponed(context, this::look);
        pace = new Postponed(context, this::judgePace);
        look.askAfter(settings.flushInterval());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (book == BudgetBook.EMPTY) {
            // before the first record, which is judged by when it arrived, not by when somebody looks
            look(context().currentSystemTimeMs());
        }
        BudgetMessage message;
        Object value;
        try {
            message = BudgetFormat.readKey(record.key());
            value = readValue(message, record.value());
        } catch (IllegalArgumentException e) {
            var rejection =
                    new RejectedException(RejectionReason.INVALID_VALUE, "not a budget partial: " + e.getMessage());
            context().forward(DeadLetters.of(Received.of(record, context()), rejection), exits.refused());
            return;
        }
        if (message instanceof BudgetMessage.OfCell of && value == null) {
            forget(of, record.timestamp());
        } else if (message instanceof BudgetMessage.OfCell of) {
            merge(of, (BudgetPartial) requireNonNull(value), record.timestamp());
        } else if (message instanceof BudgetMessage.OfBook of && value != null) {
            marks.put(of, (BudgetMessage.Mark) value);
            settle(record.timestamp());
        }
    }

    private static @Nullable Object readValue(BudgetMessage message, byte @Nullable [] value) {
        if (value == null) {
            return null;
        }
        return message instanceof BudgetMessage.OfCell ? BudgetFormat.readPartial(value) : BudgetFormat.readMark(value);
    }

    private void merge(BudgetMessage.OfCell key, BudgetPartial partial, long timestamp) {
        MergedCells.Move move = cells.merge(key, partial);
        Definition definition = book.of(key.cell());
        if (move == null || definition == null || !isSettled(definition)) {
            return;
        }
        judgeSpend(definition, key.cell(), move, partial.changedAt(), timestamp);
        askForReport(definition, key.cell().values());
    }

    private void forget(BudgetMessage.OfCell key, long timestamp) {
        if (!cells.forget(key)) {
            return;
        }
        BudgetCell cell = key.cell();
        samples.forget(cell);
        Definition definition = book.of(cell);
        if (definition != null && cell.window(definition).isAlways()) {
            reports.takeBack(definition, cell.values(), (stateKey, state) -> forwardState(stateKey, state, timestamp));
        }
    }

    private boolean isSettled(Definition definition) {
        Long generation = settled.get(definition.budget().id());
        return generation != null && generation == definition.generation();
    }

    private void judgeSpend(
            Definition definition, BudgetCell cell, MergedCells.Move move, Instant time, long timestamp) {
        Budget budget = definition.budget();
        BudgetAmount spent = amount(budget, move.after());
        judge(definition, cell, ACTUAL, AlertRule.actual(budget, spent), move, time, timestamp);
    }

    private void judge(
            Definition definition,
            BudgetCell cell,
            List<AlertKind> kinds,
            List<Claim> claims,
            MergedCells.Move move,
            Instant time,
            long timestamp) {
        BudgetWindow window = cell.window(definition);
        if (!window.isAlways() && time.isAfter(window.end().plus(settings.lateGrace()))) {
            return;
        }
        Incidents.Outcome outcome = incidents.get(cell).judge(kinds, claims);
        if (outcome.changes().isEmpty()) {
            return;
        }
        incidents.put(cell, outcome.incidents(), IncidentStore.until(window, time, settings));
        for (Incidents.Change change : outcome.changes()) {
            BudgetAlert alert = AlertWriter.of(definition, cell, change, move, time);
            FailPoint.PROCESSOR_BEFORE_ALERT.hit();
            context().forward(new Record<>(definition.budget().id(), alert, timestamp), exits.alerts());
            FailPoint.PROCESSOR_AFTER_ALERT.hit();
        }
    }

    private static BudgetAmount amount(Budget budget, BudgetPartial partial) {
        return budget.limit().unit().of(partial.tally());
    }

    private void look(long timestamp) {
        BudgetBook inForce = definitions.inForce();
        if (inForce != book) {
            BudgetBook before = book;
            book = inForce;
            for (Definition definition : inForce.all()) {
                boolean isAsBefore =
                        definition.equals(before.find(definition.budget().id()));
                if (!isAsBefore && isSettled(definition)) {
                    judgeAnew(definition, timestamp);
                }
            }
            nextRollover = Instant.EPOCH;
            settle(timestamp);
        }
        Instant now = Instant.ofEpochMilli(timestamp);
        if (!now.isBefore(nextRollover)) {
            rollOver(now);
        }
        forgetOld(now);
        look.askAfter(settings.lookInterval());
    }

    /** Judges the budgets that every partition counts now, and gives up what none counts any more. */
    private void settle(long timestamp) {
        if (!marks.haveAllCounted(book, settings.sourcePartitions())) {
            return;
        }
        settled.keySet().removeIf(id -> book.find(id) == null);
        for (Definition definition : book.all()) {
            if (!isSettled(definition)) {
                settled.put(definition.budget().id(), definition.generation());
                judgeAnew(definition, timestamp);
            }
        }
        cells.removeIf(cell -> book.of(cell) == null).forEach(samples::forget);
        reports.takeBack(book, Instant.MIN, (key, state) -> forwardState(key, state, timestamp));
        nextRollover = Instant.EPOCH;
        look.askAfter(settings.flushInterval());
    }

    /** Holds all that was spent against a definition that is new or was changed. */
    private void judgeAnew(Definition definition, long timestamp) {
        Instant now = Instant.ofEpochMilli(timestamp);
        cells.forEachOf(definition, cell -> true, (cell, spent) -> {
            var unmoved = new BudgetPartial(spent.tally(), now, "");
            judgeSpend(definition, cell, new MergedCells.Move(unmoved, unmoved), now, timestamp);
            askForReport(definition, cell.values());
        });
        if (isOwn(definition)) {
            askForReport(definition, List.of());
        }
    }

    /** Returns whether this partition answers for what nothing is spent of yet. */
    private boolean isOwn(Definition definition) {
        int owner = BudgetPartitioner.partition(definition.budget().id(), List.of(), settings.partitions());
        return owner == context().taskId().partition();
    }

    private void rollOver(Instant now) {
        nextRollover = Instant.MAX;
        boolean hasPace = false;
        for (Definition definition : book.all()) {
            Budget budget = definition.budget();
            hasPace |= budget.hasForecast() || budget.burnRate() != null;
            if (isSettled(definition) && isOwn(definition)) {
                askForReport(definition, List.of());
                Instant end = budget.period().windowAt(now).end();
                nextRollover = end.isBefore(nextRollover) ? end : nextRollover;
            }
        }
        if (hasPace) {
            pace.askAfter(settings.paceInterval());
        }
    }

    private void judgePace(long timestamp) {
        Instant now = Instant.ofEpochMilli(timestamp);
        boolean hasPace = false;
        for (Definition definition : book.all()) {
            Budget budget = definition.budget();
            if (budget.hasForecast() || budget.burnRate() != null) {
                hasPace = true;
                if (isSettled(definition)) {
                    cells.forEachOf(
                            definition,
                            cell -> cell.window(definition).contains(now),
                            (cell, spent) -> judgePace(definition, cell, spent, now, timestamp));
                }
            }
        }
        if (hasPace) {
            pace.askAfter(settings.paceInterval());
        }
    }

    private void judgePace(Definition definition, BudgetCell cell, BudgetPartial spent, Instant now, long timestamp) {
        Budget budget = definition.budget();
        BudgetWindow window = cell.window(definition);
        BudgetAmount amount = amount(budget, spent);
        BurnRate burnRate = budget.burnRate();
        AlertRule.Sample before = burnRate == null ? null : samples.note(cell, window, amount, burnRate.window(), now);
        var unmoved = new BudgetPartial(spent.tally(), now, "");
        List<Claim> claims = AlertRule.pace(budget, window, amount, before, now);
        judge(definition, cell, PACE, claims, new MergedCells.Move(unmoved, unmoved), now, timestamp);
    }

    private void forgetOld(Instant now) {
        if (Duration.between(forgottenAt, now).compareTo(FORGET_INTERVAL) > 0) {
            forgottenAt = now;
            incidents.forgetBefore(now);
            Instant oldest = now.minus(settings.cellMemory());
            reports.takeBack(book, oldest, (key, state) -> forwardState(key, state, now.toEpochMilli()));
        }
    }

    private void askForReport(Definition definition, List<String> values) {
        reports.ask(definition, values);
        report.askAfter(settings.flushInterval());
    }

    private void report(long timestamp) {
        reports.send(book, Instant.ofEpochMilli(timestamp), (key, state) -> forwardState(key, state, timestamp));
    }

    private void forwardState(byte[] key, @Nullable BudgetState state, long timestamp) {
        context().forward(new Record<>(key, state, timestamp), exits.states());
    }
}
