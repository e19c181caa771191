package io.spendstream.stream.pricing;

import io.spendstream.yaml.Section;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * So many percent off what everybody pays at a platform. It makes, of each entry it is for, another entry, so that a
 * discounted price is a price like any other and nothing is multiplied when an event is priced.
 *
 * @param origin where the discount comes from; its model is empty
 * @param models the book's own names of the models it is for; empty if it is for all
 * @param scope whose calls it is for
 * @param percent how much comes off
 * @param section where it stands
 */
record Discount(PriceOrigin origin, Set<String> models, Scope scope, BigDecimal percent, Section section) {
    private static final BigDecimal HUNDRED = new BigDecimal("100");

    Discount {
        models = Set.copyOf(models);
    }

    /** Returns {@code entry} at a discount, or nothing if the discount is not for it. */
    Optional<PriceEntry> off(PriceEntry entry, AtomicInteger roundedPrices) {
        PriceOrigin list = entry.origin();
        boolean isMeant = entry.scope().isEveryone()
                && list.provider().equals(origin.provider())
                && (models.isEmpty() || models.contains(list.model()));
        List<PriceEntry.Name> names = isMeant
                ? entry.names().stream()
                        .map(name -> name.during(from(), to()))
                        .filter(PriceEntry.Name::isEver)
                        .toList()
                : List.of();
        if (names.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Tariff> tariffs = new HashMap<>();
        LongUnaryOperator less = price -> less(price, roundedPrices);
        entry.tariffs().forEach((tier, tariff) -> tariffs.put(tier, tariff.with(card -> card.with(less))));
        return Optional.of(new PriceEntry(originOff(list), names, tariffs, scope, Layer.DISCOUNT));
    }

    /** Returns whether both lower one price for one call, and nothing says which does. */
    boolean clashesWith(Discount other) {
        boolean isOnePlatform = origin.provider().equals(other.origin.provider());
        boolean areModelsShared =
                models.isEmpty() ? other.models.isEmpty() : models.stream().anyMatch(other.models::contains);
        boolean isOneTime = from().isBefore(other.to()) && other.from().isBefore(to());
        return isOnePlatform && areModelsShared && isOneTime && scope.clashesWith(other.scope);
    }

    private long less(long price, AtomicInteger roundedPrices) {
        BigDecimal exact =
                BigDecimal.valueOf(price).multiply(HUNDRED.subtract(percent)).movePointLeft(2);
        BigDecimal rounded = exact.setScale(0, RoundingMode.HALF_UP);
        if (rounded.compareTo(exact) != 0) {
            roundedPrices.incrementAndGet();
        }
        return rounded.longValueExact();
    }

    private PriceOrigin originOff(PriceOrigin list) {
        List<String> terms = new ArrayList<>(scope.words());
        terms.add("%s %% off %s".formatted(percent.toPlainString(), list.priceId()));
        return new PriceOrigin(
                origin.priceId() + "*" + list.priceId(),
                list.provider(),
                list.model(),
                later(origin.effectiveFrom(), list.effectiveFrom()),
                earlier(origin.effectiveTo(), list.effectiveTo()),
                String.join(", ", terms),
                origin.source(),
                origin.checked());
    }

    private Instant from() {
        Instant from = origin.effectiveFrom();
        return from == null ? Instant.MIN : from;
    }

    private Instant to() {
        Instant to = origin.effectiveTo();
        return to == null ? Instant.MAX : to;
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isAfter(one)) ? other : one;
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isBefore(one)) ? other : one;
    }
}
