package io.spendstream.sink.report;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A model whose calls want a price.
 *
 * @param provider the platform that bills the calls
 * @param model the model, as the provider spells it
 * @param calls how many calls have no known cost
 * @param tokens how many tokens they took, input and output
 * @param firstSeen when the first of them was made
 * @param lastSeen when the last of them was made
 */
public record UnpricedModel(
        String provider, String model, long calls, long tokens, Instant firstSeen, Instant lastSeen) {
    public UnpricedModel {
        requireNonNull(provider, "provider");
        requireNonNull(model, "model");
        requireNonNull(firstSeen, "firstSeen");
        requireNonNull(lastSeen, "lastSeen");
    }
}
