package io.spendstream.stream.pricing;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The prices of one tier at one time of day: a base card, and cards for prompts that reach a threshold. A prompt that
 * reaches one moves the whole request to that card, output and cached tokens included.
 *
 * @param base the card of prompts that reach no threshold
 * @param brackets the others, by rising threshold
 */
record Rates(RateCard base, List<Bracket> brackets) {
    /**
     * The card of prompts of at least {@code minPromptTokens}.
     *
     * @param minPromptTokens the smallest prompt it is for, cached tokens included
     * @param card its prices
     */
    record Bracket(long minPromptTokens, RateCard card) {}

    Rates {
        brackets = List.copyOf(brackets);
    }

    /** Returns these rates with every card replaced by what {@code change} makes of it. */
    Rates with(UnaryOperator<RateCard> change) {
        return new Rates(
                change.apply(base),
                brackets.stream()
                        .map(bracket -> new Bracket(bracket.minPromptTokens(), change.apply(bracket.card())))
                        .toList());
    }

    RateCard cardFor(long promptTokens) {
        for (int i = brackets.size() - 1; i >= 0; i--) {
            Bracket bracket = brackets.get(i);
            if (promptTokens >= bracket.minPromptTokens()) {
                return bracket.card();
            }
        }
        return base;
    }
}
