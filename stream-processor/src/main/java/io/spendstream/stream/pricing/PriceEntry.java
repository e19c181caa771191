package io.spendstream.stream.pricing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a price book: the names it prices, and its prices by service tier.
 *
 * @param origin where the entry comes from
 * @param names the names that lead to it, in canonical form
 * @param tariffs its prices, by canonical tier
 */
record PriceEntry(PriceOrigin origin, List<Name> names, Map<String, Tariff> tariffs) {
    /**
     * A name an entry claims for a time.
     *
     * @param text the name, in canonical form
     * @param kind whether it is the entry's own
     * @param from when the claim begins
     * @param to when it ends, exclusive
     */
    record Name(String text, MatchKind kind, Instant from, Instant to) {}

    PriceEntry {
        names = List.copyOf(names);
        tariffs = Map.copyOf(tariffs);
    }

    @Nullable
    Tariff tariff(@Nullable String serviceTier) {
        return tariffs.get(ServiceTier.canonical(serviceTier));
    }
}
