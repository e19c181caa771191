package io.spendstream.sink.recount;

import static java.util.Objects.requireNonNull;

import io.spendstream.sink.report.SpendSums;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One view of the ledger held against the ledger topic.
 *
 * @param name what the view is called
 * @param sums what it adds up to
 * @param compared how many parts of it were compared: buckets, cells, models or totals
 * @param different how many of them differ: the drift
 * @param first the first that differs; null if none does
 * @param note what a reader should know besides; empty for nothing
 */
public record View(
        String name,
        SpendSums sums,
        long compared,
        long different,
        @Nullable Difference first,
        String note) {
    public View {
        requireNonNull(name, "name");
        requireNonNull(sums, "sums");
        requireNonNull(note, "note");
        if ((different == 0) != (first == null)) {
            throw new IllegalArgumentException(
                    "the first of %d differences of %s must be given".formatted(different, name));
        }
    }

    /** Returns this with {@code named} as the first part that differs. */
    View withFirst(Difference named) {
        return new View(name, sums, compared, different, named, note);
    }

    /** Returns the first part that differs, or empty if none does. */
    public Optional<Difference> firstDifference() {
        return Optional.ofNullable(first);
    }
}
