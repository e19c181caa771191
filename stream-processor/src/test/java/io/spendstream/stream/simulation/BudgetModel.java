package io.spendstream.stream.simulation;

import static java.util.Objects.requireNonNullElse;

import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetPeriod;
import io.spendstream.contract.BudgetThreshold;
import io.spendstream.contract.BudgetUnit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Budgets by adding up every line again, each time. */
final class BudgetModel {
    private static final Duration GRACE = Duration.ofHours(1);

    /** So near to the end of the grace the answer hangs on a clock that is kept to the minute. */
    private static final Duration BLUR = Duration.ofMinutes(3);

    private final Map<String, Budget> defined = new TreeMap<>();
    private Map<String, Budget> inForce = new TreeMap<>();
    private final List<Line> lines = new ArrayList<>();
    private final Map<Facts.Allowance, Integer> judged = new HashMap<>();
    private final Map<Facts.Allowance, SortedMap<BigDecimal, Incident>> incidents = new HashMap<>();
    private final List<Facts.Alert> alerts = new ArrayList<>();
    private final Set<Facts.Allowance> blurred = new HashSet<>();

    private record Line(Entry entry, Instant takenAt) {}

    private record Incident(int sequence, boolean isFiring) {}

    private record Window(@Nullable Instant start, Instant end) {}

    /** What was spent of an allowance. */
    private static final class Spent {
        private final Window window;
        private int lines;
        private BigDecimal amount = BigDecimal.ZERO;
        private Instant changedAt = Instant.MIN;

        Spent(Window window) {
            this.window = window;
        }
    }

    BudgetModel(Budget standing) {
        define(standing);
        inForce = new TreeMap<>(defined);
    }

    void define(Budget budget) {
        defined.put(budget.id(), budget);
    }

    void delete(String id) {
        defined.remove(id);
    }

    void add(Entry entry, Instant takenAt) {
        lines.add(new Line(entry, takenAt));
    }

    /** Judges what changed by when it changed. */
    void flush() {
        for (Budget budget : inForce.values()) {
            spentOf(budget).forEach((allowance, spent) -> {
                if (judged.getOrDefault(allowance, 0) != spent.lines) {
                    judge(budget, allowance, spent, spent.changedAt);
                }
            });
        }
    }

    /** Puts in force what was defined, and judges what is new by {@code now}. */
    void follow(Instant now) {
        Map<String, Budget> before = inForce;
        inForce = new TreeMap<>(defined);
        for (Budget budget : inForce.values()) {
            if (!budget.equals(before.get(budget.id()))) {
                judged.keySet().removeIf(allowance -> allowance.budget().equals(budget.id()));
                spentOf(budget).forEach((allowance, spent) -> judge(budget, allowance, spent, now));
            }
        }
    }

    private void judge(Budget budget, Facts.Allowance allowance, Spent spent, Instant time) {
        judged.put(allowance, spent.lines);
        Instant last = spent.window.end.equals(Instant.MAX) ? Instant.MAX : spent.window.end.plus(GRACE);
        if (!last.equals(Instant.MAX) && Duration.between(last, time).abs().compareTo(BLUR) < 0) {
            blurred.add(allowance);
        }
        if (time.isAfter(last)) {
            return;
        }
        var before = incidents.getOrDefault(allowance, new TreeMap<>());
        var after = new TreeMap<>(before);
        var unasked = new TreeMap<>(before);
        for (BudgetThreshold threshold : budget.thresholds()) {
            BigDecimal ratio = threshold.ratio();
            unasked.remove(ratio);
            Incident incident = before.getOrDefault(ratio, new Incident(0, false));
            boolean isReached = spent.amount.compareTo(share(budget, ratio)) >= 0;
            if (isReached && !incident.isFiring) {
                after.put(ratio, new Incident(incident.sequence + 1, true));
                send(allowance, ratio, "firing", incident.sequence + 1, spent);
            } else if (!isReached && incident.isFiring) {
                after.put(ratio, new Incident(incident.sequence, false));
                send(allowance, ratio, "resolved", incident.sequence, spent);
            }
        }
        unasked.forEach((ratio, incident) -> {
            if (incident.isFiring) {
                after.put(ratio, new Incident(incident.sequence, false));
                send(allowance, ratio, "resolved", incident.sequence, spent);
            }
        });
        incidents.put(allowance, after);
    }

    private void send(Facts.Allowance allowance, BigDecimal ratio, String state, int sequence, Spent spent) {
        alerts.add(new Facts.Alert(allowance, ratio, state, sequence, spent.amount));
    }

    private static BigDecimal share(Budget budget, BigDecimal ratio) {
        int scale = budget.limit().unit() == BudgetUnit.USD ? 14 : 0;
        return budget.limit().value().multiply(ratio).setScale(scale, RoundingMode.UP);
    }

    private Map<Facts.Allowance, Spent> spentOf(Budget budget) {
        Map<Facts.Allowance, Spent> all = new HashMap<>();
        for (Line line : lines) {
            Entry entry = line.entry;
            boolean isIn = budget.scope().entrySet().stream()
                    .allMatch(value -> value(value.getKey(), entry).equals(value.getValue()));
            if (!isIn) {
                continue;
            }
            var values = new TreeMap<String, String>();
            budget.each().forEach(dimension -> values.put(dimension.wireName(), value(dimension, entry)));
            Window window = windowAt(budget.period(), entry.at());
            Spent spent = all.computeIfAbsent(
                    new Facts.Allowance(budget.id(), values, window.start), allowance -> new Spent(window));
            spent.lines++;
            spent.changedAt = line.takenAt.isAfter(spent.changedAt) ? line.takenAt : spent.changedAt;
            spent.amount = spent.amount.add(
                    budget.limit().unit() == BudgetUnit.USD
                            ? entry.cost()
                            : BigDecimal.valueOf(entry.promptTokens() + entry.completionTokens()));
        }
        return all;
    }

    private static String value(BudgetDimension dimension, Entry entry) {
        Copy.Who who = entry.who();
        return switch (dimension) {
            case TEAM -> requireNonNullElse(who.team(), Entry.UNATTRIBUTED);
            case TASK_TYPE -> requireNonNullElse(who.task(), Entry.UNATTRIBUTED);
            case AGENT -> requireNonNullElse(who.agent(), Entry.UNATTRIBUTED);
            case SESSION -> who.session();
            case PROJECT, ENVIRONMENT -> Entry.UNATTRIBUTED;
            case PROVIDER -> Copy.PROVIDER;
            case MODEL -> entry.model();
        };
    }

    private static Window windowAt(BudgetPeriod period, Instant time) {
        ZoneId zone = ZoneId.of(period.zoneName());
        LocalDate day = time.atZone(zone).toLocalDate();
        LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        Instant hour = time.truncatedTo(ChronoUnit.HOURS);
        return switch (period.type()) {
            case SESSION -> new Window(null, Instant.MAX);
            case HOUR -> new Window(hour, hour.plus(1, ChronoUnit.HOURS)); // of whole hours, as in UTC
            case DAY -> days(day, day.plusDays(1), zone);
            case WEEK -> days(monday, monday.plusDays(7), zone);
            case MONTH -> days(day.withDayOfMonth(1), day.withDayOfMonth(1).plusMonths(1), zone);
        };
    }

    private static Window days(LocalDate first, LocalDate next, ZoneId zone) {
        return new Window(
                first.atStartOfDay(zone).toInstant(), next.atStartOfDay(zone).toInstant());
    }

    List<Facts.Alert> alerts() {
        return alerts;
    }

    /** Returns what an exact answer cannot be given for. */
    Set<Facts.Allowance> blurred() {
        return blurred;
    }

    /** Returns what was spent in the windows {@code now} lies in. */
    SortedMap<String, BigDecimal> spentAt(Instant now) {
        var spentNow = new TreeMap<String, BigDecimal>();
        for (Budget budget : inForce.values()) {
            Window window = windowAt(budget.period(), now);
            if (budget.each().isEmpty()) {
                var whole = new Facts.Allowance(budget.id(), new TreeMap<>(), window.start);
                spentNow.put(whole.toString(), BigDecimal.ZERO);
            }
            spentOf(budget).forEach((allowance, spent) -> {
                if (Objects.equals(allowance.start(), window.start)) {
                    spentNow.put(
                            allowance.toString(),
                            spent.amount.signum() == 0 ? BigDecimal.ZERO : spent.amount.stripTrailingZeros());
                }
            });
        }
        return spentNow;
    }
}
