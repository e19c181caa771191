package io.spendstream.stream.pricing;

import java.time.Instant;

/**
 * That a name leads to an entry for a time.
 *
 * @param entry the entry
 * @param kind how the name leads to it
 * @param from since when
 * @param to until when, exclusive
 */
record Claim(PriceEntry entry, MatchKind kind, Instant from, Instant to) {
    boolean covers(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }

    boolean overlaps(Claim other) {
        return from.isBefore(other.to) && other.from.isBefore(to);
    }

    Claim weakenedTo(MatchKind weaker) {
        return new Claim(entry, kind.weaker(weaker), from, to);
    }
}
