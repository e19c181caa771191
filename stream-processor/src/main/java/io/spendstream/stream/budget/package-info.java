/**
 * Watches totals against limits.
 *
 * <p>In: each change of a total, and budget definitions. Out: alerts on {@link
 * io.spendstream.contract.Topic#BUDGET_ALERTS} and what each budget has spent today on {@link
 * io.spendstream.contract.Topic#BUDGET_STATE}. Guaranteed: one alert per budget, day and threshold, whatever is
 * restarted, moved or read again, because what was sent is remembered in the transaction that sends it.
 */
@NullMarked
package io.spendstream.stream.budget;

import org.jspecify.annotations.NullMarked;
