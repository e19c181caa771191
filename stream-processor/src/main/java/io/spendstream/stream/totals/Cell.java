package io.spendstream.stream.totals;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.Dimension;
import io.spendstream.contract.Quarter;
import io.spendstream.contract.TotalKey;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One scope in one {@linkplain Quarter quarter of an hour}. Days are composed of cells.
 *
 * @param scope the scope
 * @param bucket the number of the quarter; {@link #ALWAYS} if the scope is not kept by time
 */
public record Cell(Scope scope, int bucket) {
    /** The bucket of scopes that are not kept by time. */
    public static final int ALWAYS = -1;

    private static final int BUCKETS_PER_DAY = (int) Duration.ofDays(1).dividedBy(Quarter.LENGTH);

    public Cell {
        requireNonNull(scope, "scope");
        if ((scope.dimension() == Dimension.OUTCOME) != (bucket == ALWAYS)) {
            throw new IllegalArgumentException(
                    "outcomes, and only they, are not kept by time: %s in %d".formatted(scope, bucket));
        }
        if (bucket < ALWAYS) {
            throw new IllegalArgumentException("a bucket must not be negative: " + bucket);
        }
    }

    /** Returns the cell of {@code scope} that {@code time} falls into. */
    public static Cell at(Scope scope, Instant time) {
        return new Cell(scope, Quarter.numberOf(time));
    }

    /** Returns the cell of {@code outcome}. */
    public static Cell of(Outcome outcome) {
        return new Cell(new Scope(Dimension.OUTCOME, List.of(outcome.code())), ALWAYS);
    }

    /** Returns the total this cell is part of. */
    public TotalKey totalKey() {
        LocalDate day = bucket == ALWAYS ? null : LocalDate.ofEpochDay(Math.floorDiv(bucket, BUCKETS_PER_DAY));
        return new TotalKey(scope.dimension(), scope.values(), day);
    }

    /** Returns whether the whole of this cell lies before {@code time}. */
    public boolean isBefore(Instant time) {
        return bucket != ALWAYS && bucket < Quarter.numberOf(time);
    }

    // by hand, because each event looks several cells up, and what the compiler generates is slow at that

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Cell cell && bucket == cell.bucket && scope.equals(cell.scope);
    }

    @Override
    public int hashCode() {
        return 31 * scope.hashCode() + bucket;
    }
}
