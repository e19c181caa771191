package io.spendstream.stream.pricing;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The prices of one service tier: at all times, or at all times outside its windows.
 *
 * @param base the prices outside every window
 * @param windows the hours that have prices of their own; they do not overlap
 */
record Tariff(Rates base, List<TimedRates> windows) {
    /**
     * Prices for some hours of the week.
     *
     * @param window the hours
     * @param rates the prices
     */
    record TimedRates(WeeklyWindow window, Rates rates) {}

    Tariff {
        windows = List.copyOf(windows);
    }

    /** Returns this tariff with every card replaced by what {@code change} makes of it. */
    Tariff with(UnaryOperator<RateCard> change) {
        return new Tariff(
                base.with(change),
                windows.stream()
                        .map(timed ->
                                new TimedRates(timed.window(), timed.rates().with(change)))
                        .toList());
    }

    RateCard cardFor(long promptTokens, Instant at) {
        return windows.isEmpty() ? base.cardFor(promptTokens) : ratesAt(at).cardFor(promptTokens);
    }

    private Rates ratesAt(Instant at) {
        for (TimedRates timed : windows) {
            if (timed.window().contains(at)) {
                return timed.rates();
            }
        }
        return base;
    }
}
