package io.spendstream.cli.verify;

import io.spendstream.contract.ModelCall;
import io.spendstream.contract.UsageStatus;
import io.spendstream.stream.pricing.PriceBook;
import io.spendstream.stream.pricing.Quote;
import io.spendstream.stream.pricing.QuoteLine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A row's cost, worked out again with nothing but its counts, its unit prices and long multiplication. */
final class RecomputedCost {
    private static final int MILLION = 6;

    private RecomputedCost() {}

    static void check(Table.Row row, PriceBook book, Evidence evidence) {
        Quote quote = book.quote(
                ModelCall.of(row.provider(), row.model()), null, row.usage(), UsageStatus.FINAL, row.timestamp());
        List<String> arithmetic = new ArrayList<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (QuoteLine line : quote.lines()) {
            BigDecimal amount = BigDecimal.valueOf(line.count()).multiply(line.unitPrice());
            if (line.usageClass().isTokens()) {
                amount = amount.movePointLeft(MILLION);
            }
            sum = sum.add(amount);
            arithmetic.add("%s  %d × $%s%s = $%s"
                    .formatted(
                            line.usageClass().wireName(),
                            line.count(),
                            line.unitPrice().toPlainString(),
                            line.usageClass().isTokens() ? " / 1,000,000" : "",
                            amount.toPlainString()));
        }
        arithmetic.add(
                "sum $%s; the row says $%s, price %s".formatted(sum.toPlainString(), row.costExact(), row.priceId()));
        boolean isEqual = row.costExact() != null
                && sum.signum() > 0
                && sum.compareTo(row.costExact()) == 0
                && String.valueOf(row.priceId()).equals(quote.pricing().priceId());
        evidence.check(
                "the cost of %s, recomputed by hand, equals the row's".formatted(row.eventId()),
                isEqual,
                String.join("\n", arithmetic));
    }
}
