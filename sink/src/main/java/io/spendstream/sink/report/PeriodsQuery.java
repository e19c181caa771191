package io.spendstream.sink.report;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question for what several periods add up to.
 *
 * @param now the moment it is asked
 * @param periods the periods
 * @param where the values other lines than these are left out by
 */
public record PeriodsQuery(Instant now, List<Period> periods, Map<SpendDimension, String> where) {
    /**
     * A period.
     *
     * @param since the first moment that counts
     * @param until the first moment that no longer counts
     */
    public record Period(Instant since, Instant until) {
        public Period {
            requireNonNull(since, "since");
            requireNonNull(until, "until");
            if (until.isBefore(since)) {
                throw new IllegalArgumentException("since must not be after until: %s, %s".formatted(since, until));
            }
        }
    }

    /**
     * The answer, all of it of one moment.
     *
     * @param sums what each period adds up to
     * @param freshness how far the tables had got
     * @param newestCall when the newest call of the last day was made; null if there is none
     * @param isEmpty whether the ledger has no line at all
     */
    public record Answer(
            List<SpendSums> sums,
            Freshness freshness,
            @Nullable Instant newestCall,
            boolean isEmpty) {
        public Answer {
            sums = List.copyOf(sums);
            requireNonNull(freshness, "freshness");
        }
    }

    public PeriodsQuery {
        requireNonNull(now, "now");
        periods = List.copyOf(periods);
        where = Map.copyOf(where);
    }
}
