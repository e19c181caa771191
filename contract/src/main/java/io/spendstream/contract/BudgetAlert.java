package io.spendstream.contract;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/**
 * That a budget's spend crossed a threshold. There is one per budget, day and threshold, with a deterministic {@link
 * #id}.
 *
 * @param budget the budget as it was defined then
 * @param day the UTC day it was crossed in
 * @param threshold the share of the limit that was crossed
 * @param spendBefore what had been spent before
 * @param spendAfter what had been spent after, at or above the threshold
 * @param time when the record that crossed it was taken by the broker
 */
public record BudgetAlert(
        Budget budget, LocalDate day, BigDecimal threshold, Money spendBefore, Money spendAfter, Instant time) {
    public BudgetAlert {
        requireNonNull(budget, "budget");
        requireNonNull(day, "day");
        threshold = requireNonNull(threshold, "threshold").stripTrailingZeros();
        requireNonNull(spendBefore, "spendBefore");
        requireNonNull(spendAfter, "spendAfter");
        requireNonNull(time, "time");
    }

    /** Returns the alert's identity: {@code global-daily|2026-11-21|actual|1}. */
    public String id() {
        return "%s|%s|actual|%s".formatted(budget.id(), day, threshold.toPlainString());
    }

    /** Returns whether the whole limit is spent. */
    public boolean isExceeded() {
        return threshold.compareTo(BigDecimal.ONE) >= 0;
    }

    /** Returns the sentence for people and logs. */
    public String message() {
        return isExceeded()
                ? "%s exceeded: $%s of $%s on %s"
                        .formatted(budget.name(), dollars(spendAfter), dollars(budget.limit()), day)
                : "%s at %s%%: $%s of $%s on %s"
                        .formatted(
                                budget.name(),
                                threshold.movePointRight(2).stripTrailingZeros().toPlainString(),
                                dollars(spendAfter),
                                dollars(budget.limit()),
                                day);
    }

    /** Shows cents, and below a dollar as many further decimals up to six as it takes to tell small amounts apart. */
    private static String dollars(Money amount) {
        BigDecimal cents = amount.rounded(2);
        if (cents.abs().compareTo(BigDecimal.ONE) >= 0) {
            return cents.toPlainString();
        }
        BigDecimal micros = amount.rounded(6).stripTrailingZeros();
        return micros.setScale(Math.max(micros.scale(), 2)).toPlainString();
    }
}
