package io.spendstream.cli.verify;

import io.spendstream.cli.process.Scrape;
import java.math.BigDecimal;

/**
 * What the counters say in all, charges less credits.
 *
 * @param calls requests
 * @param promptTokens input tokens
 * @param completionTokens output tokens
 * @param cost US dollars
 */
record MetricsView(BigDecimal calls, BigDecimal promptTokens, BigDecimal completionTokens, BigDecimal cost) {
    private static final int CENTS = 2;

    static MetricsView of(Scrape scrape) {
        BigDecimal tokenCredits = sum(scrape, "ai_token_credit_total");
        return new MetricsView(
                sum(scrape, "ai_requests_total"),
                sum(scrape, "ai_token_input_total"),
                sum(scrape, "ai_token_output_total").subtract(tokenCredits),
                sum(scrape, "ai_inference_cost_cents_total")
                        .subtract(sum(scrape, "ai_inference_credit_cents_total"))
                        .movePointLeft(CENTS));
    }

    private static BigDecimal sum(Scrape scrape, String name) {
        return BigDecimal.valueOf(scrape.sum(name));
    }

    boolean isAtLeast(Table.Sums sums) {
        return calls.compareTo(BigDecimal.valueOf(sums.calls())) >= 0;
    }

    /** Returns whether the counters lie between two readings of the table, the cost within {@code tolerance} of it. */
    boolean isBetween(Table.Sums before, Table.Sums after, BigDecimal tolerance) {
        BigDecimal slack = after.costExact().multiply(tolerance);
        return isBetween(calls, BigDecimal.valueOf(before.calls()), BigDecimal.valueOf(after.calls()))
                && isBetween(tokens(), tokens(before), tokens(after))
                && isBetween(
                        cost,
                        before.costExact().subtract(slack),
                        after.costExact().add(slack));
    }

    private BigDecimal tokens() {
        return promptTokens.add(completionTokens);
    }

    private static BigDecimal tokens(Table.Sums sums) {
        return sums.promptTokens().add(sums.completionTokens());
    }

    private static boolean isBetween(BigDecimal value, BigDecimal low, BigDecimal high) {
        return value.compareTo(low) >= 0 && value.compareTo(high) <= 0;
    }

    @Override
    public String toString() {
        return "%s calls, %s prompt + %s completion tokens, $%s"
                .formatted(
                        calls.stripTrailingZeros().toPlainString(),
                        promptTokens.stripTrailingZeros().toPlainString(),
                        completionTokens.stripTrailingZeros().toPlainString(),
                        cost.stripTrailingZeros().toPlainString());
    }
}
