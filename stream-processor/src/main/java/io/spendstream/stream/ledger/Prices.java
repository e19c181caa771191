package io.spendstream.stream.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The prices in force at some moment.
 *
 * @param version which they are; other prices have another version
 * @param since when the broker took them; null if they came with the process
 * @param pricer says what usage costs by them
 */
public record Prices(String version, @Nullable Instant since, Pricer pricer) {
    public Prices {
        requireNonNull(version, "version");
        requireNonNull(pricer, "pricer");
    }
}
