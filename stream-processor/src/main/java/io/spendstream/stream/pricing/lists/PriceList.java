package io.spendstream.stream.pricing.lists;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A public price list as read.
 *
 * @param format where it comes from
 * @param date the day it says it is of; null if it does not say
 * @param prices what was taken
 * @param quarantined what was not
 */
public record PriceList(
        ListFormat format, @Nullable LocalDate date, List<ListedPrice> prices, List<Quarantined> quarantined) {
    public PriceList {
        prices = List.copyOf(prices);
        quarantined = List.copyOf(quarantined);
    }
}
