package io.spendstream.stream.pricing;

import io.spendstream.contract.Money;
import io.spendstream.contract.UsageClass;
import io.spendstream.yaml.Section;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Turns the decimal prices of a book into whole numbers of 10<sup>-14</sup> USD per unit. */
final class PriceReader {
    static final String TOKEN_PRICES = "usd_per_million_tokens";
    static final String UNIT_PRICES = "usd_per_unit";
    static final String THOUSAND_UNIT_PRICES = "usd_per_thousand_units";

    private static final int MILLION_DIGITS = 6;
    private static final int THOUSAND_DIGITS = 3;
    private static final BigDecimal TOKEN_PRICE_MAX = new BigDecimal("10000");
    private static final BigDecimal UNIT_PRICE_MAX = new BigDecimal("10000");

    private PriceReader() {}

    /** Returns the prices of token classes in the object {@code usd_per_million_tokens}; none if it is absent. */
    static Map<UsageClass, Long> tokenPrices(Section section) {
        return prices(section, TOKEN_PRICES, UsageClass::isTokens, MILLION_DIGITS, TOKEN_PRICE_MAX);
    }

    /** Returns the prices of units that are not tokens, which an entry gives per unit or per thousand. */
    static Map<UsageClass, Long> unitPrices(Section section) {
        Predicate<UsageClass> isUnit = usageClass -> !usageClass.isTokens();
        Map<UsageClass, Long> prices = prices(section, UNIT_PRICES, isUnit, 0, UNIT_PRICE_MAX);
        prices(section, THOUSAND_UNIT_PRICES, isUnit, THOUSAND_DIGITS, UNIT_PRICE_MAX)
                .forEach((usageClass, price) -> {
                    if (prices.put(usageClass, price) != null) {
                        section.error(THOUSAND_UNIT_PRICES, usageClass.wireName() + " has a price per unit as well");
                    }
                });
        return prices;
    }

    private static Map<UsageClass, Long> prices(
            Section section, String field, Predicate<UsageClass> isAllowed, int perDigits, BigDecimal max) {
        Map<UsageClass, Long> prices = new EnumMap<>(UsageClass.class);
        Section object = section.section(field);
        if (object == null) {
            return prices;
        }
        for (Map.Entry<String, BigDecimal> price : object.decimals().entrySet()) {
            Optional<UsageClass> usageClass = UsageClass.of(price.getKey()).filter(isAllowed);
            if (usageClass.isEmpty()) {
                object.error(price.getKey(), "is not a usage class here; known are " + known(isAllowed));
            } else {
                prices.put(usageClass.get(), units(object, price.getKey(), price.getValue(), perDigits, max));
            }
        }
        return prices;
    }

    private static long units(Section object, String name, BigDecimal price, int perDigits, BigDecimal max) {
        if (price.compareTo(max) > 0) {
            object.error(name, "must be at most %s: %s; is the unit right?".formatted(max, price.toPlainString()));
            return 0;
        }
        BigDecimal exact = price.movePointRight(Money.SCALE - perDigits);
        BigDecimal rounded = exact.setScale(0, RoundingMode.HALF_UP);
        if (rounded.signum() == 0 && price.signum() != 0) {
            object.error(name, "is too small to be held: " + price.toPlainString());
        } else if (rounded.compareTo(exact) != 0) {
            object.warn(
                    name,
                    "has more than %d decimals and was rounded once, to %s"
                            .formatted(
                                    Money.SCALE - perDigits,
                                    rounded.movePointLeft(Money.SCALE - perDigits)
                                            .toPlainString()));
        }
        return rounded.longValueExact();
    }

    private static String known(Predicate<UsageClass> isAllowed) {
        return UsageClass.all().stream()
                .filter(isAllowed)
                .map(UsageClass::wireName)
                .collect(Collectors.joining(", "));
    }
}
