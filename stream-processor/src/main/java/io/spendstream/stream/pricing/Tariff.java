package io.spendstream.stream.pricing;

import java.time.Instant;
import java.util.List;

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
