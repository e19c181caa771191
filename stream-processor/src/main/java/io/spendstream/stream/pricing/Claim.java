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

    /** Returns whether two entries would price the same calls, and nothing says which comes first. */
    boolean clashesWith(Claim other) {
        return from.isBefore(other.to)
                && other.from.isBefore(to)
                && entry.layer() == other.entry.layer()
                && entry.scope().clashesWith(other.entry.scope());
    }

    Claim weakenedTo(MatchKind weaker) {
        return new Claim(entry, kind.weaker(weaker), from, to);
    }

    /** Returns the part of this claim that lies between two moments; it may be empty and then covers nothing. */
    Claim during(Instant start, Instant end) {
        return new Claim(entry, kind, start.isAfter(from) ? start : from, end.isBefore(to) ? end : to);
    }
}
