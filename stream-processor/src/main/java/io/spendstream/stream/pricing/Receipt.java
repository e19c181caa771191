package io.spendstream.stream.pricing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a quote so that a person can recompute it by hand. */
final class Receipt {
    private Receipt() {}

    static String of(Quote quote) {
        List<String> lines = new ArrayList<>();
        lines.add(headline(quote));
        PriceOrigin origin = quote.origin();
        if (origin != null) {
            lines.add("  model   %s at %s, found by %s match"
                    .formatted(
                            origin.model(), origin.provider(), quote.pricing().match()));
            lines.add("  price   " + origin.priceId() + inForce(origin));
            lines.add("  source  %s, checked %s".formatted(origin.source(), origin.checked()));
        }
        lines.add("  tier    " + quote.tier() + (quote.rule() == null ? "" : ", rule " + quote.rule()));
        lines.add("  book    " + quote.pricing().bookVersion());
        for (QuoteLine line : quote.lines()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-14s %,15d  x  %12s USD per %s = %s",
                    line.usageClass().wireName(),
                    line.count(),
                    line.unitPrice().toPlainString(),
                    line.usageClass().isTokens() ? "million" : "unit   ",
                    line.amount()));
        }
        return String.join("\n", lines);
    }

    private static String inForce(PriceOrigin origin) {
        String from = origin.effectiveFrom() == null ? "" : " from " + origin.effectiveFrom();
        String to = origin.effectiveTo() == null ? "" : " until " + origin.effectiveTo();
        return from.isEmpty() && to.isEmpty() ? "" : ", in force" + from + to;
    }

    private static String headline(Quote quote) {
        String status = quote.pricing().status().wireName();
        return quote.pricing().cost() == null
                ? status + ": " + quote.reason()
                : status + ": " + quote.pricing().cost() + " USD";
    }
}
