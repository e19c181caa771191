package io.spendstream.stream.ledger;

import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Says what usage costs. Must be a pure function: an event is priced again if its transaction is aborted. */
@FunctionalInterface
public interface Pricer {
    /**
     * Returns the price of {@code usage} of {@code call}, at the prices {@code team} has at {@code at}. A team that was
     * not said may as well be {@link io.spendstream.contract.Attribution#UNATTRIBUTED}, as the ledger writes it.
     *
     * @throws io.spendstream.contract.RejectedException if it costs more than a ledger line holds
     */
    Pricing price(ModelCall call, @Nullable String team, UsageCounts usage, UsageStatus usageStatus, Instant at);
}
