package io.spendstream.stream.pricing.lists;

import io.spendstream.contract.UsageClass;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * Token prices of one tier at one time of day, as a list gives them.
 *
 * @param perMillion USD per million tokens
 * @param longPrompts those of long prompts, by rising threshold
 */
public record ListedRates(Map<UsageClass, BigDecimal> perMillion, List<LongPrompt> longPrompts) {
    /**
     * Prices of a request whose prompt passes a threshold.
     *
     * @param threshold prompt tokens, cached ones included
     * @param isInclusive whether a prompt of exactly the threshold is a long one
     * @param perMillion USD per million tokens, of the whole request
     */
    public record LongPrompt(long threshold, boolean isInclusive, Map<UsageClass, BigDecimal> perMillion) {}

    public ListedRates {
        perMillion = Map.copyOf(perMillion);
        longPrompts = List.copyOf(longPrompts);
    }
}
