package io.spendstream.stream.pricing;

import io.spendstream.yaml.Section;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongUnaryOperator;

/**
 * A region whose prices are a multiple of an entry's, told by what stands before the model's name. It makes another
 * entry, so that a regional price is a price like any other and nothing is multiplied when an event is priced.
 *
 * @param name what the price's id ends with
 * @param prefixes what the names are spelled with in front; "" is the bare name
 * @param multiplier how many times the entry's prices
 * @param section where it stands
 */
record Region(String name, List<String> prefixes, BigDecimal multiplier, Section section) {
    private static final BigDecimal MULTIPLIER_MAX = BigDecimal.TEN;

    Region {
        prefixes = List.copyOf(prefixes);
    }

    /** Returns the regions of the entry in {@code entry} that can be read, after noting what is wrong with others. */
    static List<Region> readAll(Section entry) {
        List<Region> regions = new ArrayList<>();
        for (Section section : entry.sections("regions")) {
            String name = section.requiredText("name");
            List<String> prefixes = section.texts("prefixes");
            if (prefixes.isEmpty()) {
                section.error("", "needs the field prefixes, what stands before a model's name there");
            }
            BigDecimal multiplier = section.decimal("multiplier");
            if (multiplier == null && !section.has("multiplier")) {
                section.error("", "needs the field multiplier");
            }
            if (multiplier != null && (multiplier.signum() == 0 || multiplier.compareTo(MULTIPLIER_MAX) > 0)) {
                section.error("multiplier", "must be above 0 and at most 10: " + multiplier.toPlainString());
                multiplier = null;
            }
            section.end();
            if (name != null && !prefixes.isEmpty() && multiplier != null) {
                regions.add(new Region(name, prefixes, multiplier, section));
            }
        }
        return regions;
    }

    /** Returns where the prices of this region come from, whose base is {@code base}. */
    PriceOrigin origin(PriceOrigin base) {
        String times = "%s times %s".formatted(multiplier.toPlainString(), base.priceId());
        return new PriceOrigin(
                base.priceId() + "*" + name,
                base.provider(),
                base.model(),
                base.effectiveFrom(),
                base.effectiveTo(),
                base.terms() == null ? times : base.terms() + ", " + times,
                base.source(),
                base.checked());
    }

    /** Returns {@code tariffs} at the prices of this region, each rounded once. */
    Map<String, Tariff> times(Map<String, Tariff> tariffs) {
        var rounded = new AtomicInteger();
        LongUnaryOperator times = price -> times(price, rounded);
        Map<String, Tariff> regional = new HashMap<>();
        tariffs.forEach((tier, tariff) -> regional.put(tier, tariff.with(card -> card.with(times))));
        if (rounded.get() > 0) {
            String message = "leaves %d prices with more than 14 decimals per token; each was rounded once";
            section.warn("multiplier", message.formatted(rounded.get()));
        }
        return regional;
    }

    private long times(long price, AtomicInteger rounded) {
        BigDecimal exact = BigDecimal.valueOf(price).multiply(multiplier);
        BigDecimal whole = exact.setScale(0, RoundingMode.HALF_UP);
        if (whole.compareTo(exact) != 0) {
            rounded.incrementAndGet();
        }
        return whole.longValueExact();
    }
}
