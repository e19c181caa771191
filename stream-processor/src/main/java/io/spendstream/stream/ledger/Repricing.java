package io.spendstream.stream.ledger;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.RejectedException;
import io.spendstream.contract.UsageCounts;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What other prices make of an event that is in the ledger.
 *
 * @param event the event's first line
 * @param state what becomes of its cost
 * @param before its cost according to the ledger, all entries added up; null if it is not known
 * @param after its cost by the other prices; null if they have none for it
 * @param order the correction that makes the one into the other; null if there is nothing to correct
 */
public record Repricing(
        LedgerLine event,
        State state,
        @Nullable Money before,
        @Nullable Money after,
        @Nullable LedgerLine order) {
    /** What becomes of an event's cost. */
    public enum State {
        /** It is another one. */
        CHANGED,
        /** It stays as it is. */
        UNCHANGED,
        /** It stays as it is, because the other prices have none for the event. */
        WITHOUT_PRICE,
        /** There is nothing to price: the provider reported no usage. */
        UNMETERED
    }

    public Repricing {
        requireNonNull(event, "event");
        requireNonNull(state, "state");
        if ((state == State.CHANGED) != (order != null)) {
            throw new IllegalArgumentException("a cost that changes, and no other, is corrected: " + state);
        }
    }

    /**
     * Returns what {@code pricer} makes of an event. A pure function.
     *
     * @param entries all lines of the event, in their order
     * @param operator who wants to know, and orders the correction
     */
    public static Repricing of(List<LedgerLine> entries, Pricer pricer, String operator) {
        LedgerLine event = entries.get(0);
        LedgerLine last = entries.get(entries.size() - 1);
        UsageCounts usage = usageOf(entries);
        Money before = costOf(entries);
        Pricing pricing = price(event, last, usage, pricer);
        if (pricing == null) {
            return new Repricing(event, State.WITHOUT_PRICE, before, null, null);
        }
        Money after = pricing.cost();
        if (after == null) {
            boolean isUnmetered = pricing.status() == PricingStatus.UNMETERED;
            return new Repricing(event, isUnmetered ? State.UNMETERED : State.WITHOUT_PRICE, before, null, null);
        }
        if (after.equals(before)) {
            return new Repricing(event, State.UNCHANGED, before, after, null);
        }
        LedgerLine order = order(last, event, pricing, before, operator);
        return new Repricing(event, State.CHANGED, before, after, order);
    }

    private static @Nullable Pricing price(LedgerLine event, LedgerLine last, UsageCounts usage, Pricer pricer) {
        if (usage.hasNegative()) {
            return null; // rows are missing, so nothing can be said
        }
        try {
            String team = event.attribution().team();
            return pricer.price(last.call(), team, usage, last.usageStatus(), event.timestamp());
        } catch (RejectedException e) {
            return null; // more than a line holds
        }
    }

    private static LedgerLine order(
            LedgerLine last, LedgerLine event, Pricing pricing, @Nullable Money before, String operator) {
        Money after = requireNonNull(pricing.cost());
        ModelCall call = last.call();
        return new LedgerLine(
                event.eventId(),
                Math.addExact(last.entry(), 1),
                Posting.REPRICED,
                operator,
                event.timestamp(),
                last.recordedAt(),
                event.attribution(),
                call,
                UsageCounts.none(),
                last.usageStatus(),
                new Pricing(
                        pricing.status(),
                        before == null ? after : after.minus(before),
                        pricing.pricedModel(),
                        pricing.priceId(),
                        pricing.match(),
                        pricing.bookVersion()),
                before == null ? -1 : 0,
                null,
                null,
                null,
                Set.of());
    }

    private static UsageCounts usageOf(List<LedgerLine> entries) {
        UsageCounts.Builder usage = UsageCounts.builder();
        for (LedgerLine entry : entries) {
            entry.usage().forEach(usage::add);
        }
        return usage.build();
    }

    /** Returns what the entries cost together, or null if that is not known. */
    private static @Nullable Money costOf(List<LedgerLine> entries) {
        Money cost = Money.ZERO;
        int unpricedCalls = 0;
        for (LedgerLine entry : entries) {
            Money more = entry.pricing().cost();
            cost = more == null ? cost : cost.plus(more);
            unpricedCalls += entry.unpricedCalls();
        }
        return unpricedCalls > 0 ? null : cost;
    }
}
