package io.spendstream.sink.report;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far the tables have got.
 *
 * @param asOf the moment an answer is of, by the database's clock
 * @param recordedAt when the broker took the newest usage event that is in the tables; null if there is none
 * @param rejected how many ledger records could not become rows, and so are missing from every sum
 */
public record Freshness(Instant asOf, @Nullable Instant recordedAt, long rejected) {
    public Freshness {
        requireNonNull(asOf, "asOf");
    }

    /** Returns how long ago the newest event that is in the tables was taken; it grows while nobody makes calls. */
    public Optional<Duration> age() {
        return Optional.ofNullable(recordedAt).map(time -> Duration.between(time, asOf));
    }
}
