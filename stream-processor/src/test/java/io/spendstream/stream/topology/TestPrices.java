package io.spendstream.stream.topology;

import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.RejectedException;
import io.spendstream.contract.RejectionReason;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageStatus;
import io.spendstream.stream.ledger.PriceSource;
import io.spendstream.stream.ledger.Pricer;
import io.spendstream.stream.ledger.Prices;
import java.math.BigDecimal;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Prices that can be checked in the head: a prompt token costs 1e-6 USD, a completion token 1e-5; twice that on the
 * tier {@code priority} and from 2027 on. The model {@code free} costs nothing, {@code unknown} has no price.
 */
public final class TestPrices {
    /** Prices by this list. */
    public static final Pricer PRICER = TestPrices::price;

    private static final Instant NEW_PRICES = Instant.parse("2027-01-01T00:00:00Z");

    private TestPrices() {}

    /** Returns a source of what {@code pricer} says, for ever. */
    public static PriceSource always(Pricer pricer) {
        return fixed(new Prices("test-1", null, pricer));
    }

    /** Returns a source whose prices never change. */
    static PriceSource fixed(Prices prices) {
        return new PriceSource() {
            @Override
            public Prices inForce() {
                return prices;
            }

            @Override
            public Processor<byte[], byte[], Void, Void> follower() {
                return new ContextualProcessor<>() {
                    @Override
                    public void process(Record<byte[], byte[]> record) {
                        // whatever is published, these prices stay
                    }
                };
            }
        };
    }

    private static Pricing price(
            ModelCall call, @Nullable String team, UsageCounts usage, UsageStatus usageStatus, Instant at) {
        if (usageStatus == UsageStatus.MISSING) {
            return new Pricing(PricingStatus.UNMETERED, null, null, null, null, "test-1");
        }
        return switch (call.model()) {
            case "unknown" -> new Pricing(PricingStatus.UNPRICED, null, null, null, null, "test-1");
            case "free" -> new Pricing(PricingStatus.FREE, Money.ZERO, "free", "test/free", "exact", "test-1");
            default ->
                new Pricing(PricingStatus.PRICED, cost(call, usage, at), call.model(), "test/any", "exact", "test-1");
        };
    }

    private static Money cost(ModelCall call, UsageCounts usage, Instant at) {
        long microCents = Math.addExact(usage.promptTokens(), Math.multiplyExact(10, usage.completionTokens()));
        long times = ("priority".equals(call.serviceTier()) ? 2L : 1L) * (at.isBefore(NEW_PRICES) ? 1L : 2L);
        Money cost = Money.of(BigDecimal.valueOf(microCents, 6).multiply(BigDecimal.valueOf(times)));
        if (cost.compareTo(Money.LINE_MAX) > 0) {
            throw new RejectedException(RejectionReason.COST_TOO_LARGE, "the line costs " + cost);
        }
        return cost;
    }
}
