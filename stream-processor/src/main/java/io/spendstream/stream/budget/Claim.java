package io.spendstream.stream.budget;

import io.spendstream.contract.AlertKind;
import io.spendstream.contract.AlertSeverity;
import io.spendstream.contract.BudgetForecast;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What may be alerted of an allowance, and whether it is the case.
 *
 * @param kind what it is about
 * @param threshold what was held against
 * @param severity how urgent it would be
 * @param standing whether it is the case
 * @param forecast what comes of it; null in an {@link AlertKind#ACTUAL}
 */
record Claim(
        AlertKind kind,
        BigDecimal threshold,
        AlertSeverity severity,
        Standing standing,
        @Nullable BudgetForecast forecast) {
    /** Whether a claim is the case. */
    enum Standing {
        /** It is. */
        HOLDS,
        /** It is close: what fires goes on, what does not begins nothing. This is what keeps alerts from flapping. */
        UNDECIDED,
        /** It is not. */
        FAILS
    }
}
