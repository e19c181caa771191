package io.spendstream.sink.report;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link SpendSeriesQuery}, all of it of one moment.
 *
 * @param asOf that moment, by the database's clock
 * @param groups the groups, the most expensive first, then the sum of the others if there are any
 * @param total what all groups add up to
 */
public record SpendSeries(Instant asOf, List<Group> groups, SpendSums total) {
    /**
     * One group.
     *
     * @param value its value; null for the others, and where nothing is grouped by
     * @param pieces what it adds up to in each piece of time
     * @param total what these add up to
     */
    public record Group(@Nullable String value, List<SpendSums> pieces, SpendSums total) {
        public Group {
            pieces = List.copyOf(pieces);
            requireNonNull(total, "total");
        }
    }

    public SpendSeries {
        requireNonNull(asOf, "asOf");
        groups = List.copyOf(groups);
        requireNonNull(total, "total");
    }
}
