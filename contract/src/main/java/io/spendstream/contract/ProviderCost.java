package io.spendstream.contract;

import java.math.BigDecimal;

/** The rule for what a provider says a call cost: 0 to 10<sup>9</sup> US dollars with at most 20 decimals. */
final class ProviderCost {
    static final int DECIMALS_MAX = 20;

    /** The longest text that is parsed: a longer one would cost more time than it is worth, and cannot be valid. */
    static final int TEXT_LENGTH_MAX = 64;

    private static final BigDecimal MAX = new BigDecimal(1_000_000_000);
    private static final int SCALE_MIN = -9;

    private ProviderCost() {}

    /**
     * Reads a cost.
     *
     * @throws RejectedException if {@code text} is not a decimal number or is out of range
     */
    static BigDecimal parse(String text) {
        if (text.length() > TEXT_LENGTH_MAX || !isAsciiNumber(text)) {
            throw invalid();
        }
        try {
            return check(new BigDecimal(text));
        } catch (NumberFormatException e) {
            throw invalid();
        }
    }

    /**
     * Returns {@code cost} without an exponent.
     *
     * @throws RejectedException if it is out of range
     */
    static BigDecimal check(BigDecimal cost) {
        // the scale is looked at first: with an exponent of a milliard, arithmetic would not end
        if (cost.signum() < 0 || cost.scale() < SCALE_MIN || cost.scale() > DECIMALS_MAX || cost.compareTo(MAX) > 0) {
            throw invalid();
        }
        return cost.scale() < 0 ? cost.setScale(0) : cost;
    }

    /** Returns whether {@code text} has only the characters of numbers; the digits of other scripts are not among them. */
    private static boolean isAsciiNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("0123456789.+-eE".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static RejectedException invalid() {
        return new RejectedException(
                RejectionReason.INVALID_VALUE,
                "provider_cost must be a decimal string from 0 to 10^9 with at most %d decimals, such as \"0.0125\""
                        .formatted(DECIMALS_MAX));
    }
}
