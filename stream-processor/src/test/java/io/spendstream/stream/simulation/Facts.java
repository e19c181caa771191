package io.spendstream.stream.simulation;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is so in the end.
 *
 * @param ledger every line, by event id and entry
 * @param totals every total that is not zero, by what it is about
 * @param outcomes how many records had each outcome
 * @param alerts every alert of a threshold, in the order they were sent
 * @param spent what is spent in the windows of now, by allowance
 */
record Facts(
        SortedMap<String, Entry> ledger,
        SortedMap<String, Entry.Sum> totals,
        SortedMap<String, Long> outcomes,
        List<Alert> alerts,
        SortedMap<String, BigDecimal> spent) {
    /**
     * What may be spent: a budget, the values it is kept apart by, and the start of the window.
     *
     * @param start null for a budget without windows
     */
    record Allowance(
            String budget,
            SortedMap<String, String> values,
            @Nullable Instant start) {
        @Override
        public String toString() {
            return budget + values + "@" + start;
        }
    }

    /**
     * An alert that a threshold is reached, or no longer.
     *
     * @param of what the alert is about
     * @param threshold which share of the limit
     * @param state {@code firing} or {@code resolved}
     * @param sequence the how manieth time
     * @param spent what was spent by then
     */
    record Alert(Allowance of, BigDecimal threshold, String state, int sequence, BigDecimal spent) {
        Alert {
            threshold = threshold.stripTrailingZeros();
            spent = spent.signum() == 0 ? BigDecimal.ZERO : spent.stripTrailingZeros();
        }

        String subject() {
            return of + " at " + threshold.toPlainString();
        }
    }

    /** Returns the key of a total. */
    static String totalKey(String dimension, List<String> values, @Nullable Object day) {
        return dimension + values + (day == null ? "" : "@" + day);
    }

    /** Adds {@code line} to the totals it belongs to. */
    static void addTo(Map<String, Entry.Sum> totals, Entry line) {
        Copy.Who who = line.who();
        String team = said(who.team());
        String task = said(who.task());
        add(totals, line, "all", List.of());
        add(totals, line, "task_type", List.of(task));
        add(totals, line, "team", List.of(team));
        add(totals, line, "agent", List.of(said(who.agent())));
        add(totals, line, "model", List.of(line.model()));
        add(totals, line, "team_task_type_model", List.of(team, task, line.model()));
    }

    private static void add(Map<String, Entry.Sum> totals, Entry line, String dimension, List<String> values) {
        totals.merge(totalKey(dimension, values, line.day()), line.sum(), Entry.Sum::plus);
    }

    private static String said(@Nullable String value) {
        return Objects.requireNonNullElse(value, Entry.UNATTRIBUTED);
    }

    /** Returns {@code totals} without those that are zero. */
    static SortedMap<String, Entry.Sum> withoutZeros(Map<String, Entry.Sum> totals) {
        var nonzero = new TreeMap<>(totals);
        nonzero.values().removeIf(sum -> sum.equals(Entry.Sum.ZERO));
        return nonzero;
    }

    /**
     * Returns where {@code seen} first differs from these facts, or null if it does not.
     *
     * @param isEachAlert whether every alert must be the same, in its order for each allowance; else it is enough that
     *     the alerts of each threshold take turns, and that the same thresholds fire in the end
     */
    @Nullable
    String firstDifference(Facts seen, boolean isEachAlert) {
        String difference = firstDifference("ledger line", ledger, seen.ledger);
        difference = difference == null ? firstDifference("total", totals, seen.totals) : difference;
        difference = difference == null ? firstDifference("outcome", outcomes, seen.outcomes) : difference;
        difference = difference == null ? firstDifference("spent", nonzero(spent), nonzero(seen.spent)) : difference;
        difference = difference == null ? outOfTurn(seen.alerts) : difference;
        difference = difference == null ? firstDifference("firing", firing(alerts), firing(seen.alerts)) : difference;
        if (difference == null && isEachAlert) {
            difference = firstDifference("alerts", bySubject(alerts), bySubject(seen.alerts));
        }
        return difference;
    }

    /** Returns what is spent at all: that nothing is, may be said or not. */
    private static SortedMap<String, BigDecimal> nonzero(SortedMap<String, BigDecimal> spent) {
        var nonzero = new TreeMap<>(spent);
        nonzero.values().removeIf(amount -> amount.signum() == 0);
        return nonzero;
    }

    /**
     * Returns where {@code seen} first differs from these facts in what the order of arrival must not change: what each
     * event comes to, the totals, what is spent, and which thresholds fire in the end.
     */
    @Nullable
    String firstDifferenceBesidesOrder(Facts seen) {
        String difference = firstDifference("event", net(), seen.net());
        difference = difference == null ? firstDifference("total", totals, seen.totals) : difference;
        difference = difference == null ? firstDifference("spent", nonzero(spent), nonzero(seen.spent)) : difference;
        difference = difference == null ? outOfTurn(seen.alerts) : difference;
        return difference == null ? firstDifference("firing", fires(alerts), fires(seen.alerts)) : difference;
    }

    private static SortedMap<String, Boolean> fires(List<Alert> alerts) {
        SortedMap<String, Boolean> firing = firing(alerts);
        firing.values().removeIf(isFiring -> !isFiring);
        return firing;
    }

    /** Returns what the entries of each event come to, as one line. */
    private SortedMap<String, Entry> net() {
        var net = new TreeMap<String, Entry>();
        for (Entry entry : ledger.values()) {
            net.merge(entry.id(), entry.net(), Entry::plus);
        }
        return net;
    }

    private static @Nullable String firstDifference(String what, Map<String, ?> expected, Map<String, ?> seen) {
        var keys = new TreeSet<>(expected.keySet());
        keys.addAll(seen.keySet());
        for (String key : keys) {
            if (!Objects.equals(expected.get(key), seen.get(key))) {
                return "%s %s%n  expected %s%n  but was  %s".formatted(what, key, expected.get(key), seen.get(key));
            }
        }
        return null;
    }

    /** Returns the first alert that fires what fires, resolves what does not, or has another number than its turn. */
    private static @Nullable String outOfTurn(List<Alert> alerts) {
        Map<String, Alert> last = new TreeMap<>();
        for (Alert alert : alerts) {
            Alert before = last.put(alert.subject(), alert);
            boolean isFiring = alert.state().equals("firing");
            int firings = before == null ? 0 : before.sequence();
            boolean isInTurn = isFiring
                    ? (before == null || before.state().equals("resolved")) && alert.sequence() == firings + 1
                    : before != null && before.state().equals("firing") && alert.sequence() == firings;
            if (!isInTurn) {
                return "alert out of turn: %s%n  after %s".formatted(alert, before);
            }
        }
        return null;
    }

    private static SortedMap<String, Boolean> firing(List<Alert> alerts) {
        var firing = new TreeMap<String, Boolean>();
        alerts.forEach(alert -> firing.put(alert.subject(), alert.state().equals("firing")));
        return firing;
    }

    private static SortedMap<String, List<Alert>> bySubject(List<Alert> alerts) {
        var subjects = new TreeMap<String, List<Alert>>();
        alerts.forEach(alert -> subjects.computeIfAbsent(alert.subject(), subject -> new ArrayList<>())
                .add(alert));
        return subjects;
    }
}
