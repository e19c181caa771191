package io.spendstream.stream.pricing;

import io.spendstream.contract.Pricing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A price with its receipt: how it was found and how it adds up.
 *
 * @param pricing the price, the same that {@link PriceBook#price} returns
 * @param tier the service tier it was priced in
 * @param rule which of the entry's rules applied: {@code base}, a long-context rule or a time-of-day window
 * @param lines one line per class used; empty unless priced or free
 * @param origin the price book entry; null if none was found
 * @param reason why there is no cost; null if there is one
 */
public record Quote(
        Pricing pricing,
        String tier,
        String rule,
        List<QuoteLine> lines,
        @Nullable PriceOrigin origin,
        @Nullable String reason) {
    public Quote {
        lines = List.copyOf(lines);
    }
}
