package io.spendstream.stream.pricing;

import io.spendstream.contract.Money;
import io.spendstream.contract.RejectedException;
import io.spendstream.contract.RejectionReason;
import io.spendstream.contract.UsageClass;
import io.spendstream.contract.UsageCounts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What one unit of each usage class costs, under one rule of one tier of one entry. A class without a price has none:
 * only {@code reasoning} falls back, to {@code output}, because nearly every provider bills it as output.
 *
 * <p>Unit prices are whole numbers of 10<sup>-14</sup> USD, so that USD per million tokens fit exactly up to eight
 * decimals. Products are summed in 128 bits: a count of 10<sup>12</sup> at the dearest price leaves 64.
 */
@SuppressWarnings("EnumOrdinal") // prices live in an array by ordinal, inside one process; books use names
final class RateCard {
    /** Returned by {@link #costUnits} when a class used has no price. */
    static final long NO_PRICE = -1;

    /** What {@link #rule()} is where no long-context rule and no window applies. */
    static final String BASE = "base";

    private static final UsageClass[] CLASSES = UsageClass.values();
    private static final long LINE_MAX_UNITS = Money.LINE_MAX.units().longValueExact();

    private final String rule;
    private final long[] unitPrices = new long[CLASSES.length];
    private final boolean isFree;

    /** Creates a card of prices in 10<sup>-14</sup> USD for one token, or for one unit of what is not tokens. */
    RateCard(String rule, Map<UsageClass, Long> prices) {
        this.rule = rule;
        Long output = prices.get(UsageClass.OUTPUT);
        for (UsageClass usageClass : CLASSES) {
            Long price = prices.get(usageClass);
            if (price == null && usageClass == UsageClass.REASONING) {
                price = output;
            }
            if (price != null && price < 0) {
                throw new IllegalArgumentException(
                        "%s must not be negative: %d".formatted(usageClass.wireName(), price));
            }
            unitPrices[usageClass.ordinal()] = price == null ? NO_PRICE : price;
        }
        this.isFree = !prices.isEmpty() && prices.values().stream().allMatch(price -> price == 0);
    }

    /** Returns this card with every price replaced by what {@code change} makes of it. */
    RateCard with(LongUnaryOperator change) {
        Map<UsageClass, Long> prices = new EnumMap<>(UsageClass.class);
        for (UsageClass usageClass : CLASSES) {
            long price = unitPrices[usageClass.ordinal()];
            if (price != NO_PRICE) {
                prices.put(usageClass, change.applyAsLong(price));
            }
        }
        return new RateCard(rule, prices);
    }

    /** Returns which rule of the entry this card is for. */
    String rule() {
        return rule;
    }

    /** Returns whether everything that has a price costs nothing. */
    boolean isFree() {
        return isFree;
    }

    /**
     * Returns what {@code usage} costs in 10<sup>-14</sup> USD, or {@link #NO_PRICE} if a class used has no price.
     *
     * @throws RejectedException if that is more than a ledger line can hold
     */
    long costUnits(UsageCounts usage) {
        long high = 0;
        long low = 0;
        for (UsageClass usageClass : CLASSES) {
            long count = usage.get(usageClass);
            if (count == 0) {
                continue;
            }
            long price = unitPrices[usageClass.ordinal()];
            if (price == NO_PRICE) {
                return NO_PRICE;
            }
            if (count < 0) {
                throw new IllegalArgumentException("usage must not be negative: " + usage);
            }
            long product = count * price; // the lower half; multiplyHigh is the upper
            low += product;
            high += Math.multiplyHigh(count, price) + (Long.compareUnsigned(low, product) < 0 ? 1 : 0);
        }
        if (high != 0 || low < 0 || low > LINE_MAX_UNITS) {
            throw new RejectedException(
                    RejectionReason.COST_TOO_LARGE,
                    "a line must cost at most %s USD: %s"
                            .formatted(Money.LINE_MAX.rounded(6).toPlainString(), usage));
        }
        return low;
    }

    /** Returns the first class that is used and has no price, or null if all have one. */
    @Nullable
    UsageClass missing(UsageCounts usage) {
        for (UsageClass usageClass : CLASSES) {
            if (usage.get(usageClass) != 0 && unitPrices[usageClass.ordinal()] == NO_PRICE) {
                return usageClass;
            }
        }
        return null;
    }

    /** Returns the receipt's line of {@code count} of {@code usageClass}, which has a price. */
    QuoteLine line(UsageClass usageClass, long count) {
        long price = unitPrices[usageClass.ordinal()];
        Money amount = Money.ofUnits(BigInteger.valueOf(price).multiply(BigInteger.valueOf(count)));
        return new QuoteLine(usageClass, count, shown(usageClass, price), amount);
    }

    /** Returns the price of {@code usageClass}, which it has, in USD per million tokens or per unit. */
    BigDecimal shownPrice(UsageClass usageClass) {
        return shown(usageClass, unitPrice(usageClass));
    }

    /** Returns the price of {@code usageClass} in 10<sup>-14</sup> USD, or {@link #NO_PRICE}. */
    long unitPrice(UsageClass usageClass) {
        return unitPrices[usageClass.ordinal()];
    }

    private static BigDecimal shown(UsageClass usageClass, long price) {
        BigDecimal perUnit = BigDecimal.valueOf(price, Money.SCALE);
        BigDecimal shown = usageClass.isTokens() ? perUnit.movePointRight(6) : perUnit;
        BigDecimal plain = shown.stripTrailingZeros();
        return plain.scale() < 2 ? plain.setScale(2) : plain;
    }
}
