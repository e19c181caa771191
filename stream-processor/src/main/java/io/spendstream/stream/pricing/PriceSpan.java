package io.spendstream.stream.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An entry that a name leads to for a time.
 *
 * @param from since when; {@link Instant#MIN} if always
 * @param to until when, exclusive; {@link Instant#MAX} if for good
 * @param match how the name leads to it
 * @param isForEveryone whether it prices everybody's calls
 * @param origin where the entry comes from
 * @param names the entry's names
 * @param rates its prices: what is billed, in words, and USD per million tokens or per unit
 */
public record PriceSpan(
        Instant from,
        Instant to,
        String match,
        boolean isForEveryone,
        PriceOrigin origin,
        List<String> names,
        Map<String, BigDecimal> rates) {
    public PriceSpan {
        names = List.copyOf(names);
    }

    static PriceSpan of(Claim claim) {
        PriceEntry entry = claim.entry();
        return new PriceSpan(
                claim.from(),
                claim.to(),
                claim.kind().wireName(),
                entry.scope().isEveryone(),
                entry.origin(),
                entry.names().stream().map(PriceEntry.Name::text).distinct().toList(),
                RateTable.of(entry));
    }

    /** Returns whether the name leads here at {@code at}. */
    public boolean covers(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }
}
