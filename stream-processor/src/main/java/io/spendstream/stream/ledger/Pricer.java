package io.spendstream.stream.ledger;

import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageStatus;
import java.time.Instant;

/** Says what usage costs. Must be a pure function: an event is priced again if its transaction is aborted. */
@FunctionalInterface
public interface Pricer {
    /**
     * Returns the price of {@code usage} of {@code call}, at the prices in force at {@code at}.
     *
     * @throws io.spendstream.contract.RejectedException if it costs more than a ledger line holds
     */
    Pricing price(ModelCall call, UsageCounts usage, UsageStatus usageStatus, Instant at);
}
