package io.spendstream.stream.pricing;

import io.spendstream.yaml.Section;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Reads the discounts of a book and makes entries of them. */
final class Discounts {
    private static final BigDecimal PERCENT_MAX = new BigDecimal("100");
    private static final Comparator<Discount> MODELS_BEFORE_PLATFORMS =
            Comparator.comparing(discount -> discount.models().isEmpty());

    private final List<Discount> discounts = new ArrayList<>();

    /** Reads the discounts in {@code document}. */
    void read(Section document, OriginReader origins) {
        for (Section section : document.sections("discounts")) {
            Discount discount = discount(section, origins);
            section.end();
            if (discount != null) {
                discounts.add(discount);
            }
        }
    }

    List<Discount> all() {
        return discounts;
    }

    /** Returns each of {@code entries}, own ones first, at each discount that is for it. */
    List<PriceEntry> off(List<PriceEntry> entries) {
        checkClashes();
        List<PriceEntry> discounted = new ArrayList<>();
        for (Discount discount :
                discounts.stream().sorted(MODELS_BEFORE_PLATFORMS).toList()) {
            var rounded = new AtomicInteger();
            List<PriceEntry> lowered = entries.stream()
                    .flatMap(entry -> discount.off(entry, rounded).stream())
                    .toList();
            if (lowered.isEmpty()) {
                discount.section().error("", "no price that everybody pays is there to take it off");
            }
            if (rounded.get() > 0) {
                String message = "leaves %d prices with more than 14 decimals per token; each was rounded once";
                discount.section().warn("percent", message.formatted(rounded.get()));
            }
            discounted.addAll(lowered);
        }
        return discounted;
    }

    private void checkClashes() {
        for (int i = 0; i < discounts.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (discounts.get(i).clashesWith(discounts.get(j))) {
                    String other = discounts.get(j).origin().priceId();
                    discounts.get(i).section().error("", "is for calls that '" + other + "' is for at the same time");
                }
            }
        }
    }

    private static @Nullable Discount discount(Section section, OriginReader origins) {
        Scope scope = origins.scope(section, section.text("provider"));
        PriceOrigin origin = origins.read(section, "", scope);
        Set<String> models = Set.copyOf(section.texts("models"));
        if (section.has("models") && models.isEmpty()) {
            section.error("models", "must name at least one; leave the field out if all are meant");
        }
        BigDecimal percent = section.decimal("percent");
        if (percent == null && !section.has("percent")) {
            section.error("", "needs the field percent");
        }
        if (percent != null && (percent.signum() == 0 || percent.compareTo(PERCENT_MAX) > 0)) {
            section.error("percent", "must be above 0 and at most 100: " + percent.toPlainString());
            return null;
        }
        return origin == null || percent == null ? null : new Discount(origin, models, scope, percent, section);
    }
}
