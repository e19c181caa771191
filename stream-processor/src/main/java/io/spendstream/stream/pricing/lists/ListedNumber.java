package io.spendstream.stream.pricing.lists;

import com.fasterxml.jackson.databind.JsonNode;
import io.spendstream.contract.UsageClass;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/** Reads prices of a list from their digits, and doubts those that no price page would show. */
final class ListedNumber {
    private static final int DIGITS_MAX = 15;
    private static final int PRICE_DIGITS = 8;
    private static final int SCALE_MAX = 100;
    private static final int DECIMALS_MAX = 8;
    private static final BigDecimal NOISE_MAX = new BigDecimal("0.000001");
    private static final BigDecimal MIN = new BigDecimal("0.001");
    private static final BigDecimal INPUT_MAX = new BigDecimal("200");
    private static final BigDecimal OUTPUT_MAX = new BigDecimal("1000");

    private ListedNumber() {}

    /**
     * Returns the number in {@code node}, times ten to the power of {@code shift}.
     *
     * @throws DoubtfulPriceException if it is none, is negative, or its digits look like the noise of floating point
     */
    static BigDecimal of(String field, JsonNode node, int shift) throws DoubtfulPriceException {
        if (!node.isNumber()) {
            throw new DoubtfulPriceException(field + " is not a number: " + node);
        }
        BigDecimal written = node.decimalValue().stripTrailingZeros();
        // before anything is done with it: a number with an exponent of a milliard would not end in any further step
        if (Math.abs((long) written.scale()) > SCALE_MAX) {
            throw new DoubtfulPriceException(
                    field + " is out of any range: " + written.round(new MathContext(PRICE_DIGITS)));
        }
        if (written.signum() < 0) {
            throw new DoubtfulPriceException(field + " is negative: " + written.toPlainString());
        }
        BigDecimal near = written.round(new MathContext(PRICE_DIGITS, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
        BigDecimal off = written.subtract(near).abs();
        boolean isNoise = written.precision() > DIGITS_MAX
                || (off.signum() > 0
                        && near.precision() <= PRICE_DIGITS / 2
                        && off.compareTo(near.abs().multiply(NOISE_MAX)) < 0);
        if (isNoise) {
            throw new DoubtfulPriceException("%s is %s, which looks like floating-point noise around %s"
                    .formatted(field, written.toPlainString(), near.toPlainString()));
        }
        BigDecimal shifted = written.movePointRight(shift);
        return shifted.scale() < 0 ? shifted.setScale(0) : shifted;
    }

    /**
     * Checks token prices, which are USD per million, of one model together.
     *
     * @throws DoubtfulPriceException if they look like a slip of the unit, or as if they were not known
     */
    static void check(Map<UsageClass, BigDecimal> perMillion) throws DoubtfulPriceException {
        checkRange(perMillion, UsageClass.INPUT, INPUT_MAX);
        checkRange(perMillion, UsageClass.OUTPUT, OUTPUT_MAX);
        for (Map.Entry<UsageClass, BigDecimal> price : perMillion.entrySet()) {
            if (price.getValue().stripTrailingZeros().scale() > DECIMALS_MAX) {
                throw new DoubtfulPriceException("%s of %s USD per million tokens has more than %d decimals"
                        .formatted(price.getKey().wireName(), price.getValue().toPlainString(), DECIMALS_MAX));
            }
        }
    }

    /**
     * Checks that a model's zeros mean free: lists also write zero for what they do not know.
     *
     * @throws DoubtfulPriceException if they most likely do not
     */
    static void checkIsNotUnknown(List<ListedPrice> eras) throws DoubtfulPriceException {
        for (ListedPrice era : eras) {
            Map<UsageClass, BigDecimal> prices = era.rates().perMillion();
            boolean isZero = !prices.isEmpty() && sum(prices).signum() == 0;
            boolean isCalledFree = era.names().stream().allMatch(name -> name.endsWith(":free"));
            if (isZero && !isCalledFree) {
                throw new DoubtfulPriceException("all its prices are zero, which may mean that they are not known");
            }
            BigDecimal input = prices.get(UsageClass.INPUT);
            BigDecimal output = prices.get(UsageClass.OUTPUT);
            if (!isZero && input != null && output != null && (input.signum() == 0 || output.signum() == 0)) {
                throw new DoubtfulPriceException("input or output is zero and the other is not");
            }
        }
    }

    private static BigDecimal sum(Map<UsageClass, BigDecimal> prices) {
        BigDecimal sum = BigDecimal.ZERO;
        for (BigDecimal price : prices.values()) {
            sum = sum.add(price);
        }
        return sum;
    }

    private static void checkRange(Map<UsageClass, BigDecimal> prices, UsageClass usageClass, BigDecimal max)
            throws DoubtfulPriceException {
        BigDecimal price = prices.get(usageClass);
        if (price == null || price.signum() == 0) {
            return;
        }
        if (price.compareTo(MIN) < 0 || price.compareTo(max) > 0) {
            throw new DoubtfulPriceException("%s of %s USD per million tokens is out of range (%s to %s); a wrong unit?"
                    .formatted(usageClass.wireName(), price.toPlainString(), MIN.toPlainString(), max.toPlainString()));
        }
    }
}
