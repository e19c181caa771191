package io.spendstream.stream.simulation;

import io.spendstream.contract.Budget;
import io.spendstream.contract.UsageStatus;
import io.spendstream.stream.topology.SimulatedTopology;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What ought to be so: an event is what its first report of the highest status says, on behalf of whom and when its
 * first report said, at the price of that time.
 */
final class Model {
    private static final Duration PAST = Duration.ofDays(3);
    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final Duration FLUSH = SimulatedTopology.flushInterval().multipliedBy(2);

    private final Map<String, Known> known = new LinkedHashMap<>();
    private final SortedMap<String, Entry> ledger = new TreeMap<>();
    private final SortedMap<String, Long> outcomes = new TreeMap<>();
    private final Map<Integer, Step.Order> orders = new TreeMap<>();
    private final BudgetModel budgets;
    private PriceList prices;
    private Instant now;
    private Instant latest = Instant.EPOCH;
    private Instant publishedAt = Instant.EPOCH;
    private boolean isLookUpDue;

    /** What is known of an event; changed as reports, prices and orders come. */
    private static final class Known {
        private final Copy first;
        private @Nullable String tier;
        private UsageStatus status;
        private SortedMap<String, Long> counts;
        private PriceList.Cost cost;
        private int entry;

        Known(Copy first, PriceList.Cost cost) {
            this.first = first;
            this.cost = cost;
            tier = first.tier();
            status = first.status();
            counts = first.counts();
        }

        int unpriced() {
            return cost.cost() == null ? 1 : 0;
        }

        BigDecimal counted() {
            return Objects.requireNonNullElse(cost.cost(), BigDecimal.ZERO);
        }
    }

    Model(Instant start, PriceList prices, Budget standing) {
        now = start;
        this.prices = prices;
        budgets = new BudgetModel(standing);
    }

    Instant now() {
        return now;
    }

    Instant latest() {
        return latest;
    }

    void send(Copy copy, Instant arrivedAt) {
        latest = arrivedAt.isAfter(latest) ? arrivedAt : latest;
        count(outcomeOf(copy, arrivedAt));
    }

    void garbage(String reason) {
        latest = now.isAfter(latest) ? now : latest;
        count(reason);
    }

    private void count(String outcome) {
        outcomes.merge(outcome, 1L, Long::sum);
    }

    private String outcomeOf(Copy copy, Instant arrivedAt) {
        if (copy.at().isBefore(latest.minus(PAST))) {
            return "too_late";
        }
        if (copy.at().isAfter(arrivedAt.plus(AHEAD))) {
            return "in_the_future";
        }
        Known event = known.get(copy.id());
        if (event == null) {
            return begin(copy);
        }
        if (copy.status().compareTo(event.status) > 0) {
            return supersede(event, copy);
        }
        boolean isConflict = copy.status() == event.status && !copy.counts().equals(event.counts);
        return isConflict ? "conflict" : "duplicate";
    }

    private String begin(Copy copy) {
        PriceList.Cost cost = prices.cost(copy.model(), copy.tier(), copy.counts(), copy.status(), copy.at());
        if (cost.status().equals(PriceList.TOO_LARGE)) {
            return "cost_too_large";
        }
        var event = new Known(copy, cost);
        known.put(copy.id(), event);
        post(event, null, copy.counts(), event.counted(), event.unpriced(), latest);
        return "accepted";
    }

    private String supersede(Known event, Copy copy) {
        String tier = copy.tier() == null ? event.tier : copy.tier();
        Copy first = event.first;
        PriceList.Cost cost = prices.cost(first.model(), tier, copy.counts(), copy.status(), first.at());
        if (cost.status().equals(PriceList.TOO_LARGE)) {
            return "cost_too_large";
        }
        BigDecimal counted = event.counted();
        int unpriced = event.unpriced();
        var more = new TreeMap<>(copy.counts());
        event.counts.forEach((name, count) -> more.merge(name, -count, Long::sum));
        event.tier = tier;
        event.status = copy.status();
        event.counts = copy.counts();
        event.cost = cost;
        event.entry++;
        post(event, "superseded", more, event.counted().subtract(counted), event.unpriced() - unpriced, latest);
        return "corrected";
    }

    private void post(
            Known event,
            @Nullable String reason,
            Map<String, Long> counts,
            BigDecimal cost,
            int unpriced,
            Instant takenAt) {
        var entry = new Entry(
                event.first.id(),
                event.entry,
                reason,
                event.first.at(),
                event.first.who(),
                event.first.model(),
                counts,
                cost,
                unpriced,
                event.status.name().toLowerCase(Locale.ROOT),
                event.cost.status());
        ledger.put(entry.id() + "#" + entry.number(), entry);
        budgets.add(entry, takenAt);
    }

    void publish(PriceList other) {
        prices = other;
        publishedAt = now;
    }

    void define(Budget budget) {
        budgets.define(budget);
    }

    void delete(String id) {
        budgets.delete(id);
    }

    void restart() {
        isLookUpDue = known.values().stream().anyMatch(Model::isWaiting);
    }

    private static boolean isWaiting(Known event) {
        return event.cost.status().equals("unpriced");
    }

    void pass(Step.Pass pass) {
        if (isLookUpDue) {
            isLookUpDue = false;
            lookUp();
        }
        budgets.flush();
        now = now.plus(pass.isAtOnce() ? Duration.ZERO : FLUSH).plus(pass.time());
        budgets.follow(now);
        lookUp();
        now = now.plus(FLUSH);
        budgets.flush();
    }

    private void lookUp() {
        for (Known event : known.values()) {
            if (isWaiting(event)) {
                Copy first = event.first;
                PriceList.Cost cost = prices.cost(first.model(), event.tier, event.counts, event.status, first.at());
                if (cost.cost() != null) {
                    event.cost = cost;
                    event.entry++;
                    post(
                            event,
                            "priced",
                            Map.of(),
                            cost.cost(),
                            -1,
                            latest.isAfter(publishedAt) ? latest : publishedAt);
                }
            }
        }
    }

    void makeOrder(int number, String eventId, BigDecimal amount) {
        Known event = known.get(eventId);
        if (event != null && event.status != UsageStatus.MISSING) {
            // nobody orders that a call costs less than nothing
            BigDecimal change = event.counted().add(amount).signum() < 0 ? amount.abs() : amount;
            orders.put(
                    number,
                    new Step.Order(event.first, event.entry + 1, event.cost.cost() == null, change, event.status));
        }
    }

    Step.@Nullable Order order(int number) {
        return orders.get(number);
    }

    void sendOrder(Step.Order order) {
        Known event = Objects.requireNonNull(known.get(order.first().id()));
        if (order.entry() != event.entry + 1) {
            return; // posted already, or something else was
        }
        int unpriced = event.unpriced();
        event.cost = new PriceList.Cost("priced", event.counted().add(order.amount()));
        event.entry++;
        Instant takenAt = now.isAfter(latest) ? now : latest;
        post(event, "repriced", Map.of(), order.amount(), -unpriced, takenAt);
    }

    /** Returns the allowances no exact answer can be given for. */
    Set<Facts.Allowance> blurred() {
        return budgets.blurred();
    }

    Facts facts() {
        var totals = new TreeMap<String, Entry.Sum>();
        ledger.values().forEach(line -> Facts.addTo(totals, line));
        return new Facts(ledger, Facts.withoutZeros(totals), outcomes, budgets.alerts(), budgets.spentAt(now));
    }
}
