package io.spendstream.stream.pricing.lists;

import io.spendstream.contract.UsageClass;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One model's prices in a list, for a time.
 *
 * @param key where it stands in the list, for messages
 * @param provider the platform, as the book spells it
 * @param names the model's names, as the book spells them; the first is its own
 * @param from the first day; null if always
 * @param to the day after the last; null if for good
 * @param rates the prices of the standard tier
 * @param tiers those of other tiers, by name
 * @param windows hours with prices of their own
 * @param perThousand USD per thousand units of what is not tokens
 * @param source the page the list names
 */
public record ListedPrice(
        String key,
        String provider,
        List<String> names,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        ListedRates rates,
        Map<String, ListedRates> tiers,
        List<Window> windows,
        Map<UsageClass, BigDecimal> perThousand,
        String source) {
    /**
     * Hours of every day, in UTC, that have prices of their own.
     *
     * @param from when they begin, as {@code 01:00}
     * @param to when they end
     * @param rates the prices
     */
    public record Window(String from, String to, ListedRates rates) {}

    public ListedPrice {
        names = List.copyOf(names);
        tiers = Map.copyOf(tiers);
        windows = List.copyOf(windows);
        perThousand = Map.copyOf(perThousand);
    }

    ListedPrice named(List<String> others) {
        return new ListedPrice(key, provider, others, from, to, rates, tiers, windows, perThousand, source);
    }
}
