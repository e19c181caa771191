package io.spendstream.contract;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What a ledger line costs and how that was found out.
 *
 * @param status what is known about the cost
 * @param cost the exact cost, or in a correction the difference; null where the cost is unknown, except that a
 *     correction which takes back a cost that is no longer known has that cost, below zero
 * @param pricedModel the price book's own name of the model; null if no entry was found
 * @param priceId the price book entry used; null if none was found
 * @param match how the model's name led to the entry, for example {@code exact} or {@code alias}
 * @param bookVersion the version of the price book that was asked
 */
public record Pricing(
        PricingStatus status,
        @Nullable Money cost,
        @Nullable String pricedModel,
        @Nullable String priceId,
        @Nullable String match,
        @Nullable String bookVersion) {
    public Pricing {
        requireNonNull(status, "status");
        boolean isTakenBack = cost != null && cost.signum() < 0;
        if (status.hasCost() ? cost == null : cost != null && !isTakenBack) {
            throw new IllegalArgumentException("cost does not fit status %s: %s".formatted(status.wireName(), cost));
        }
    }
}
