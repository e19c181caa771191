package io.spendstream.stream.totals;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.Money;
import io.spendstream.contract.TotalKey;
import java.time.Instant;

/**
 * That a total changed.
 *
 * @param key which total
 * @param before its cost before
 * @param after its cost after
 * @param arrivedAt when the broker took the usage event that changed it, the last if there were several
 */
public record TotalChange(TotalKey key, Money before, Money after, Instant arrivedAt) {
    public TotalChange {
        requireNonNull(key, "key");
        requireNonNull(before, "before");
        requireNonNull(after, "after");
        requireNonNull(arrivedAt, "arrivedAt");
    }
}
