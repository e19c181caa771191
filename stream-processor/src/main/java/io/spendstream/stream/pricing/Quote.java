package io.spendstream.stream.pricing;

import io.spendstream.contract.Pricing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A price with its receipt: how it was found and how it adds up.
 *
 * @param pricing the price, the same that {@link PriceBook#price} returns
 * @param tier the service tier it was priced in
 * @param rule which of the entry's rules applied: {@code base}, a long-context rule such as {@code long_context >
 *     200000} or a time window such as {@code window peak}; null if none was reached
 * @param lines one line per class used; empty if there is no cost
 * @param origin the price book entry; null if none was found
 * @param reason why there is no cost; null if there is one
 */
public record Quote(
        Pricing pricing,
        String tier,
        @Nullable String rule,
        List<QuoteLine> lines,
        @Nullable PriceOrigin origin,
        @Nullable String reason) {
    public Quote {
        lines = List.copyOf(lines);
    }
}
