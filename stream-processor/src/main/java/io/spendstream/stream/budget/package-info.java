/**
 * Watches what is spent against limits.
 *
 * <p>In: what became of each record, and budget definitions. Out: alerts on {@link
 * io.spendstream.contract.Topic#BUDGET_ALERTS} and what was spent of each allowance on {@link
 * io.spendstream.contract.Topic#BUDGET_STATE}.
 *
 * <p>Two stages, like the totals: each partition adds its lines up per allowance ({@link
 * io.spendstream.stream.budget.SpendProcessor}) and passes cumulative partials on, which are merged and judged where the
 * allowance is at home ({@link io.spendstream.stream.budget.BudgetProcessor}). The definitions are followed by every
 * process as a whole ({@link io.spendstream.stream.budget.Definitions}).
 *
 * <p>Guaranteed: a budget counts every line of its period once, whenever it is defined; one alert per allowance, kind,
 * threshold, sequence and state, whatever is restarted, moved or read again, because what was sent is remembered in the
 * transaction that sends it.
 */
@NullMarked
package io.spendstream.stream.budget;

import org.jspecify.annotations.NullMarked;
