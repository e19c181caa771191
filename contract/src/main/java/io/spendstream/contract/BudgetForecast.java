package io.spendstream.contract;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What will have been spent when the period ends, if it goes on as it does.
 *
 * @param atEnd how much
 * @param exhaustedAt when the limit is reached; null if not before the period ends
 */
public record BudgetForecast(BudgetAmount atEnd, @Nullable Instant exhaustedAt) {
    public BudgetForecast {
        requireNonNull(atEnd, "atEnd");
    }
}
