package io.spendstream.stream.budget;

import static java.time.ZoneOffset.UTC;

import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAlert;
import io.spendstream.contract.BudgetState;
import io.spendstream.contract.Money;
import io.spendstream.contract.Tally;
import io.spendstream.contract.TotalKey;
import io.spendstream.stream.timing.Postponed;
import io.spendstream.stream.totals.CellPartitioner;
import io.spendstream.stream.totals.DayTotals;
import io.spendstream.stream.totals.Scope;
import io.spendstream.stream.totals.TotalChange;
import io.spendstream.stream.totals.TotalsProcessor;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Asks the rule whenever a {@link TotalChange} or a {@link DefinitionChange} comes, sends the alerts that were not sent
 * before, and reports what each budget has spent.
 */
public final class BudgetProcessor extends ContextualProcessor<Object, Object, String, @Nullable Object> {
    /** The store of definitions. */
    public static final String BUDGETS_STORE = "budgets";

    /** The store of alerts that were sent. */
    public static final String ALERTS_STORE = "alerts";

    private final BudgetSettings settings;
    private final Exits exits;

    // set by init, before the first record
    @SuppressWarnings("NullAway.Init")
    private Budgets budgets;

    @SuppressWarnings("NullAway.Init")
    private SentAlerts sentAlerts;

    @SuppressWarnings("NullAway.Init")
    private DayTotals totals;

    @SuppressWarnings("NullAway.Init")
    private Postponed report;

    @SuppressWarnings("NullAway.Init")
    private Postponed nextDay;

    private final Set<String> changedIds = new TreeSet<>();

    /**
     * Where this processor's output goes, by node name.
     *
     * @param alerts takes each {@link BudgetAlert}
     * @param states takes the {@link BudgetState} of what changed, at each flush
     */
    public record Exits(String alerts, String states) {}

    public BudgetProcessor(BudgetSettings settings, Exits exits) {
        this.settings = settings;
        this.exits = exits;
    }

    @Override
    public void init(ProcessorContext<String, @Nullable Object> context) {
        super.init(context);
        Budget standing = settings.standing();
        int owner = CellPartitioner.partition(Scope.of(standing), settings.partitions());
        boolean isOwner = owner == context.taskId().partition();
        budgets = new Budgets(context.getStateStore(BUDGETS_STORE), isOwner ? standing : null);
        sentAlerts = new SentAlerts(context.getStateStore(ALERTS_STORE));
        totals = new DayTotals(context.getStateStore(TotalsProcessor.TOTALS_STORE));
        changedIds.clear();
        report = new Postponed(context, this::report);
        nextDay = new Postponed(context, this::beginDay);
        nextDay.askAfter(settings.flushInterval());
    }

    @Override
    public void process(Record<Object, Object> record) {
        if (record.value() instanceof TotalChange change) {
            onTotal(change, record.timestamp());
        } else if (record.value() instanceof DefinitionChange change) {
            onDefinition(change, record.timestamp());
        } else {
            throw new IllegalArgumentException("neither a total nor a definition: " + record.value());
        }
    }

    private void onTotal(TotalChange change, long timestamp) {
        TotalKey key = change.key();
        LocalDate day = key.day();
        if (day == null) {
            return;
        }
        for (Budget budget : budgets.watching(Scope.of(key))) {
            alert(budget, day, change.before(), change.after(), change.arrivedAt(), timestamp);
            askForReport(budget.id());
        }
    }

    /** A budget counts what its day's total already holds, whenever in the day it is defined. */
    private void onDefinition(DefinitionChange change, long timestamp) {
        Budget budget = change.budget();
        if (budget == null) {
            if (budgets.delete(change.id())) {
                changedIds.remove(change.id());
                context().forward(new Record<>(change.id(), null, timestamp), exits.states());
            }
            return;
        }
        budgets.define(budget);
        askForReport(budget.id());
        alertOnSpend(budget, change.arrivedAt(), timestamp);
    }

    private void alertOnSpend(Budget budget, Instant time, long timestamp) {
        LocalDate day = time.atZone(UTC).toLocalDate();
        Money spent = totals.get(Scope.of(budget), day).cost();
        alert(budget, day, spent, spent, time, timestamp);
    }

    private void alert(Budget budget, LocalDate day, Money before, Money after, Instant time, long timestamp) {
        for (BudgetAlert alert : settings.rule().due(budget, day, before, after, time)) {
            if (!sentAlerts.contains(alert)) {
                sentAlerts.add(alert);
                context().forward(new Record<>(budget.id(), alert, timestamp), exits.alerts());
            }
        }
    }

    private void askForReport(String budgetId) {
        changedIds.add(budgetId);
        report.askAfter(settings.flushInterval());
    }

    private void report(long timestamp) {
        Instant now = Instant.ofEpochMilli(timestamp);
        LocalDate today = now.atZone(UTC).toLocalDate();
        for (String id : changedIds) {
            Budget budget = budgets.find(id);
            if (budget != null) {
                Tally spent = totals.get(Scope.of(budget), today);
                var allowance = budget.allowance(Map.of(), budget.period().windowAt(now));
                var state =
                        BudgetState.of(budget, allowance, budget.limit().unit().of(spent), spent.unpricedCalls(), now);
                context().forward(new Record<>(id, state, timestamp), exits.states());
            }
        }
        changedIds.clear();
    }

    /**
     * Reports what every budget has spent of the day, nothing as a rule. Done at each start, too: the standing budget
     * may have another limit than before, and what changed before a crash may not have been reported.
     */
    private void beginDay(long timestamp) {
        Instant now = Instant.ofEpochMilli(timestamp);
        LocalDate today = now.atZone(UTC).toLocalDate();
        sentAlerts.forgetBefore(today.minusDays(settings.memory().toDays()));
        for (Budget budget : budgets.all()) {
            changedIds.add(budget.id());
            alertOnSpend(budget, now, timestamp);
        }
        report(timestamp);
        Instant midnight = today.plusDays(1).atStartOfDay(UTC).toInstant();
        nextDay.askAfter(Duration.between(now, midnight));
    }
}
