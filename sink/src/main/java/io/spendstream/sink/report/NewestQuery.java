package io.spendstream.sink.report;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.PricingStatus;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question for the newest lines, those of the latest calls first.
 *
 * @param where the values other lines than these are left out by
 * @param status the pricing status other lines than these are left out by; null for all
 * @param since the first moment that counts
 * @param before only lines after this one in that order
 * @param limit how many lines to return at most
 */
public record NewestQuery(
        Map<SpendDimension, String> where, @Nullable PricingStatus status, Instant since, Place before, int limit) {
    /**
     * A place in the order of lines.
     *
     * @param timestamp when the call was made
     * @param id the row's id
     */
    public record Place(Instant timestamp, long id) {
        public Place {
            requireNonNull(timestamp, "timestamp");
        }

        /** Returns the place before all lines of {@code time} and earlier. */
        public static Place before(Instant time) {
            return new Place(time, Long.MAX_VALUE);
        }
    }

    public NewestQuery {
        if (where.keySet().stream().anyMatch(SpendDimension::isCalendar)) {
            throw new IllegalArgumentException(
                    "where must not name a day, week or month; say it with since and before");
        }
        requireNonNull(since, "since");
        requireNonNull(before, "before");
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1: " + limit);
        }
        var copy = new EnumMap<SpendDimension, String>(SpendDimension.class);
        copy.putAll(where);
        where = Collections.unmodifiableMap(copy);
    }
}
