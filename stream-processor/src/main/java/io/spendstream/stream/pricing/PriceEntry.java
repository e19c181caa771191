package io.spendstream.stream.pricing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a price book: the names it prices, whose calls it is for, and its prices by service tier.
 *
 * @param origin where the entry comes from
 * @param names the names that lead to it, in canonical form
 * @param tariffs its prices, by canonical tier
 * @param scope whose calls it is for
 * @param layer what kind of price it is
 */
record PriceEntry(PriceOrigin origin, List<Name> names, Map<String, Tariff> tariffs, Scope scope, Layer layer) {
    /**
     * A name an entry claims for a time.
     *
     * @param text the name, in canonical form
     * @param kind whether it is the entry's own
     * @param from when the claim begins
     * @param to when it ends, exclusive
     */
    record Name(String text, MatchKind kind, Instant from, Instant to) {
        /** Returns the part of this claim that lies between two moments; it may be empty, and end before it begins. */
        Name during(Instant start, Instant end) {
            return new Name(text, kind, start.isAfter(from) ? start : from, end.isBefore(to) ? end : to);
        }

        boolean isEver() {
            return from.isBefore(to);
        }
    }

    PriceEntry {
        names = List.copyOf(names);
        tariffs = Map.copyOf(tariffs);
    }

    @Nullable
    Tariff tariff(@Nullable String serviceTier) {
        return tariffs.get(ServiceTier.canonical(serviceTier));
    }

    /** Returns the place among the entries that claim a name: the lowest that covers a call prices it. */
    @SuppressWarnings("EnumOrdinal") // the order of the layers is what they are for
    int precedence() {
        return Layer.values().length * scope.breadth() + layer.ordinal();
    }
}
