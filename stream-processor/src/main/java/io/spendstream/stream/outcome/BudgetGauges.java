package io.spendstream.stream.outcome;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spendstream.contract.Allowance;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetPeriod;
import io.spendstream.contract.BudgetState;
import io.spendstream.contract.BudgetUnit;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The gauges of budgets, and what they need of each state. There may be a state for each of a million sessions, so that is
 * as little as possible, and which of them is the highest is looked for only where the last one has gone.
 *
 * <p>Thread-safe.
 */
final class BudgetGauges {
    /** How many budgets and teams are shown at most. */
    static final int SERIES_MAX = 1_000;

    private static final double CENTS_PER_DOLLAR = 100;

    private final MeterRegistry registry;
    private final InstantSource clock;

    // guarded by this
    private final Map<Integer, Map<Bytes, Shown>> byPartition = new HashMap<>();
    private final Map<Series, Group> groups = new HashMap<>();

    /** What one set of gauges is about. */
    private record Series(String budget, String team, String period, BudgetUnit unit) {
        static Series of(Allowance allowance) {
            return new Series(
                    allowance.id(),
                    allowance.team().orElse(""),
                    allowance.period().type().wireName(),
                    allowance.limit().unit());
        }
    }

    /** What is shown of a state. Approximate, as all that Prometheus knows is. */
    private record Shown(Group group, double limit, double used, double ratio, long endSecond) {
        boolean isCurrent(long second) {
            return second < endSecond;
        }

        boolean isAbove(Shown other, long second) {
            boolean isCurrent = isCurrent(second);
            return isCurrent == other.isCurrent(second) ? ratio > other.ratio : isCurrent;
        }
    }

    /** The states of one series; of them, the highest is shown. */
    private static final class Group {
        private final Series series;
        private List<Meter> meters = List.of();
        private BudgetPeriod period;
        private int size;

        /** Null if it has to be looked for. */
        private @Nullable Shown highest;

        private boolean wasCurrent;

        private Group(Series series, BudgetPeriod period) {
            this.series = series;
            this.period = period;
        }

        private void setHighest(Shown shown, long second) {
            highest = shown;
            wasCurrent = shown.isCurrent(second);
        }
    }

    BudgetGauges(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** Shows {@code state}, which stands under {@code key} in {@code partition}, instead of what stood there before. */
    synchronized void put(int partition, Bytes key, BudgetState state) {
        Map<Bytes, Shown> states = byPartition.computeIfAbsent(partition, unused -> new HashMap<>());
        Group group = group(state.allowance());
        if (group == null) {
            leave(states.remove(key));
            return;
        }
        var shown = new Shown(
                group,
                number(state.allowance().limit()),
                number(state.spent()),
                state.ratio().doubleValue(),
                state.allowance().window().end().getEpochSecond());
        group.period = state.allowance().period();
        group.size++;
        long second = clock.instant().getEpochSecond();
        if (group.highest != null ? shown.isAbove(group.highest, second) : group.size == 1) {
            group.setHighest(shown, second);
        }
        // last, so that the gauges of a group that stays are not touched: taken out and put back they would stand twice
        leave(states.put(key, shown));
    }

    /** Shows no more what stands under {@code key} in {@code partition}. */
    synchronized void remove(int partition, Bytes key) {
        Map<Bytes, Shown> states = byPartition.get(partition);
        if (states != null) {
            leave(states.remove(key));
        }
    }

    /** Shows no more what stands in {@code partition}. */
    synchronized void drop(int partition) {
        Map<Bytes, Shown> states = byPartition.remove(partition);
        if (states != null) {
            states.values().forEach(this::leave);
        }
    }

    /** Shows nothing any more. */
    synchronized void clear() {
        List.copyOf(byPartition.keySet()).forEach(this::drop);
    }

    private @Nullable Group group(Allowance allowance) {
        Series series = Series.of(allowance);
        Group group = groups.get(series);
        if (group == null && groups.size() < SERIES_MAX) {
            group = new Group(series, allowance.period());
            groups.put(series, group);
            group.meters = register(group);
        }
        return group;
    }

    private void leave(@Nullable Shown gone) {
        if (gone == null) {
            return;
        }
        Group group = gone.group;
        group.size--;
        if (gone.equals(group.highest)) {
            group.highest = null;
        }
        if (group.size == 0) {
            groups.remove(group.series);
            group.meters.forEach(registry::remove);
        }
    }

    private synchronized double value(Group group, ToDoubleFunction<Shown> value) {
        long second = clock.instant().getEpochSecond();
        Shown highest = group.highest;
        if (highest == null || (group.wasCurrent && !highest.isCurrent(second))) {
            highest = search(group, second);
        }
        return highest == null ? Double.NaN : value.applyAsDouble(highest);
    }

    private @Nullable Shown search(Group group, long second) {
        Shown highest = null;
        for (Map<Bytes, Shown> states : byPartition.values()) {
            for (Shown shown : states.values()) {
                if (shown.group == group && (highest == null || shown.isAbove(highest, second))) {
                    highest = shown;
                }
            }
        }
        if (highest != null) {
            group.setHighest(highest, second);
        }
        return highest;
    }

    private List<Meter> register(Group group) {
        String suffix = group.series.unit == BudgetUnit.USD ? ".cents" : ".tokens";
        List<Meter> gauges = new ArrayList<>();
        gauges.add(gauge("ai.budget.limit" + suffix, "The limit", group, Shown::limit));
        gauges.add(gauge(
                "ai.budget.used" + suffix,
                "What was spent in the period so far",
                group,
                shown -> isCurrent(shown) ? shown.used : 0));
        gauges.add(gauge(
                "ai.budget.used.ratio",
                "What was spent in the period so far, as a share of the limit",
                group,
                shown -> isCurrent(shown) ? shown.ratio : 0));
        if (!group.series.period.equals("session")) {
            gauges.add(gauge(
                    "ai.budget.reset.timestamp.seconds",
                    "When the period ends, in seconds since 1970",
                    group,
                    shown -> group.period.windowAt(clock.instant()).end().getEpochSecond()));
        }
        return gauges;
    }

    private boolean isCurrent(Shown shown) {
        return shown.isCurrent(clock.instant().getEpochSecond());
    }

    private Meter gauge(String name, String description, Group group, ToDoubleFunction<Shown> value) {
        return Gauge.builder(name, () -> value(group, value))
                .description(description)
                .tag("budget", group.series.budget)
                .tag("team", group.series.team)
                .tag("period", group.series.period)
                .register(registry);
    }

    private static double number(BudgetAmount amount) {
        double value = amount.value().doubleValue();
        return amount.unit() == BudgetUnit.USD ? value * CENTS_PER_DOLLAR : value;
    }
}
