package io.spendstream.stream.pricing;

import io.spendstream.contract.UsageClass;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** All prices of an entry as one table: what is billed, in words, and USD per million tokens or per unit. */
final class RateTable {
    private final Map<String, BigDecimal> rates = new LinkedHashMap<>();

    private RateTable() {}

    /** Returns the prices of {@code entry}, those of the standard tier first. */
    static Map<String, BigDecimal> of(PriceEntry entry) {
        var table = new RateTable();
        Map<String, Tariff> others = new TreeMap<>(entry.tariffs());
        Tariff standard = others.remove(ServiceTier.STANDARD);
        if (standard != null) {
            table.add("", standard);
        }
        others.forEach((tier, tariff) -> table.add(tier + " ", tariff));
        return Collections.unmodifiableMap(table.rates);
    }

    private void add(String tier, Tariff tariff) {
        add(tier, tariff.base());
        for (Tariff.TimedRates timed : tariff.windows()) {
            add(tier + timed.window() + " ", timed.rates());
        }
    }

    private void add(String words, Rates rates) {
        add(words, rates.base());
        for (Rates.Bracket bracket : rates.brackets()) {
            add("%sfrom %d tokens ".formatted(words, bracket.minPromptTokens()), bracket.card());
        }
    }

    private void add(String words, RateCard card) {
        long output = card.unitPrice(UsageClass.OUTPUT);
        for (UsageClass usageClass : UsageClass.all()) {
            long price = card.unitPrice(usageClass);
            boolean isOutput = usageClass == UsageClass.REASONING && price == output;
            if (price != RateCard.NO_PRICE && !isOutput) {
                rates.put(words + usageClass.wireName(), card.shownPrice(usageClass));
            }
        }
    }
}
