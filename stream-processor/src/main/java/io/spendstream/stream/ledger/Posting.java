package io.spendstream.stream.ledger;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an event adds to the ledger: the line that says so, and what the ledger says of the event from then on.
 *
 * @param line the ledger line; in a correction its counts and costs are differences
 * @param known all entries of the event added up
 */
record Posting(LedgerLine line, LedgerLine known) {
    /** Why a line was corrected: a surer event came. */
    static final String SUPERSEDED = "superseded";

    /** Why a line was corrected: a price came. */
    static final String PRICED = "priced";

    /** Why a line was corrected: somebody ordered it. */
    static final String REPRICED = "repriced";

    /** Returns the posting of {@code event}, of which nothing was counted yet. A pure function. */
    static Posting first(UsageEvent event, Pricer pricer, Instant recordedAt) {
        Pricing pricing = pricer.price(
                event.call(), event.attribution().team(), event.usage(), event.usageStatus(), event.timestamp());
        LedgerLine line = LedgerLine.of(event, pricing, recordedAt);
        return new Posting(line, line);
    }

    /**
     * Returns the posting of {@code event}, which supersedes {@code earlier}. A pure function.
     *
     * <p>It keeps the first line's time, attribution and model, whatever the surer event says of them, so that the
     * difference goes into the very totals the first line went into; and it is priced at the first line's time. The
     * tier that was served is taken from the surer event, for a stream that was cut short has often not been told it.
     *
     * @param earlier what the ledger says of the event, all entries added up
     * @param recordedAt when the broker took {@code event}
     */
    static Posting correction(LedgerLine earlier, UsageEvent event, Pricer pricer, Instant recordedAt) {
        ModelCall call = servedCall(earlier.call(), event.call());
        Pricing pricing = pricer.price(
                call, earlier.attribution().team(), event.usage(), event.usageStatus(), earlier.timestamp());
        int entry = Math.addExact(earlier.entry(), 1);
        int unpricedCalls = pricing.cost() == null ? 1 : 0;
        BigDecimal providerCost = event.providerCost();
        var known = new LedgerLine(
                earlier.eventId(),
                entry,
                SUPERSEDED,
                null,
                earlier.timestamp(),
                recordedAt,
                earlier.attribution(),
                call,
                event.usage(),
                event.usageStatus(),
                pricing,
                unpricedCalls,
                providerCost == null ? earlier.providerCost() : providerCost,
                event.latencyMillis(),
                event.status(),
                event.usageFlags());
        var line = new LedgerLine(
                earlier.eventId(),
                entry,
                SUPERSEDED,
                null,
                earlier.timestamp(),
                recordedAt,
                earlier.attribution(),
                call,
                event.usage().minus(earlier.usage()),
                event.usageStatus(),
                difference(pricing, earlier.pricing().cost()),
                unpricedCalls - earlier.unpricedCalls(),
                providerCost,
                event.latencyMillis(),
                event.status(),
                event.usageFlags());
        return new Posting(line, known);
    }

    /**
     * Returns the posting that brings in the cost of {@code waiting}, whose price is {@code pricing}. A pure function.
     *
     * @param waiting what the ledger says of the event, all entries added up: no cost
     * @param recordedAt when the broker took the prices
     */
    static Posting priced(LedgerLine waiting, Pricing pricing, Instant recordedAt) {
        LedgerLine line = new LedgerLine(
                waiting.eventId(),
                Math.addExact(waiting.entry(), 1),
                PRICED,
                null,
                waiting.timestamp(),
                recordedAt,
                waiting.attribution(),
                waiting.call(),
                UsageCounts.none(),
                waiting.usageStatus(),
                pricing,
                -waiting.unpricedCalls(),
                null,
                null,
                null,
                Set.of());
        return new Posting(line, knownAfter(waiting, line));
    }

    /**
     * Returns what the ledger says of an event once {@code line}, which changes nothing but its cost, was added to what
     * is {@code known}. A pure function.
     */
    static LedgerLine knownAfter(LedgerLine known, LedgerLine line) {
        Pricing pricing = line.pricing();
        Money before = known.pricing().cost();
        Money more = pricing.cost() == null ? Money.ZERO : pricing.cost();
        Money cost = before == null ? more : before.plus(more);
        return new LedgerLine(
                known.eventId(),
                line.entry(),
                line.reason(),
                line.operator(),
                known.timestamp(),
                line.recordedAt(),
                known.attribution(),
                known.call(),
                known.usage(),
                known.usageStatus(),
                new Pricing(
                        pricing.status(),
                        cost,
                        pricing.pricedModel(),
                        pricing.priceId(),
                        pricing.match(),
                        pricing.bookVersion()),
                known.unpricedCalls() + line.unpricedCalls(),
                known.providerCost(),
                known.latencyMillis(),
                known.status(),
                known.usageFlags());
    }

    private static ModelCall servedCall(ModelCall earlier, ModelCall surer) {
        return new ModelCall(
                earlier.provider(),
                earlier.model(),
                earlier.requestModel() == null ? surer.requestModel() : earlier.requestModel(),
                earlier.api() == null ? surer.api() : earlier.api(),
                surer.serviceTier() == null ? earlier.serviceTier() : surer.serviceTier());
    }

    /** Returns {@code now} with what it costs more than {@code earlier}, which is unknown if both are. */
    private static Pricing difference(Pricing now, @Nullable Money earlier) {
        Money counted = earlier == null ? Money.ZERO : earlier;
        Money cost = now.cost();
        Money more = cost != null ? cost.minus(counted) : counted.signum() > 0 ? counted.negated() : null;
        return new Pricing(now.status(), more, now.pricedModel(), now.priceId(), now.match(), now.bookVersion());
    }
}
