package io.spendstream.sink.report;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A question for events.
 *
 * @param provider the platform that bills the calls
 * @param model the model, as the provider spells it or as a price book names it
 * @param since the first moment that counts
 * @param until the first moment that no longer counts
 * @param team who pays; null for everybody
 */
public record EventQuery(
        String provider,
        String model,
        Instant since,
        Instant until,
        @Nullable String team) {
    public EventQuery {
        requireNonNull(provider, "provider");
        requireNonNull(model, "model");
        if (!since.isBefore(until)) {
            throw new IllegalArgumentException("since must be before until: %s, %s".formatted(since, until));
        }
    }
}
