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
import io.spendstream.stream.ledger.Prices;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.streams.processor.api.Processor;
import org.jspecify.annotations.Nullable;

/** Prices that a test changes while events are priced: so many millionths of a dollar for a token of a model. */
final class ChangingPrices implements PriceSource {
    private volatile Prices inForce;
    private int changes;

    ChangingPrices() {
        inForce = prices("book-0", null, Map.of());
    }

    /** Puts {@code microsPerToken} in force, which were published at {@code since}. */
    void change(Instant since, Map<String, Integer> microsPerToken) {
        changes++;
        inForce = prices("book-" + changes, since, microsPerToken);
    }

    private static Prices prices(String version, @Nullable Instant since, Map<String, Integer> microsPerToken) {
        return new Prices(
                version,
                since,
                (call, team, usage, usageStatus, at) -> usageStatus == UsageStatus.MISSING
                        ? new Pricing(PricingStatus.UNMETERED, null, null, null, null, version)
                        : price(version, microsPerToken.get(call.model()), call, usage));
    }

    private static Pricing price(String version, @Nullable Integer micros, ModelCall call, UsageCounts usage) {
        if (micros == null) {
            return new Pricing(PricingStatus.UNPRICED, null, null, null, null, version);
        }
        long tokens = usage.promptTokens() + usage.completionTokens();
        Money cost = Money.of(BigDecimal.valueOf(tokens * micros, 6));
        if (cost.compareTo(Money.LINE_MAX) > 0) {
            throw new RejectedException(RejectionReason.COST_TOO_LARGE, "the line costs " + cost);
        }
        PricingStatus status = micros == 0 ? PricingStatus.FREE : PricingStatus.PRICED;
        return new Pricing(status, cost, call.model(), "test/" + call.model(), "exact", version);
    }

    @Override
    public Prices inForce() {
        return inForce;
    }

    @Override
    public Processor<byte[], byte[], Void, Void> follower() {
        return TestPrices.fixed(inForce).follower();
    }
}
