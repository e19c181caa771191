/**
 * The vocabulary every room shares: the usage event, token counts, money, the ledger line, totals, budgets, alerts,
 * the topics that carry them and their wire formats. Nothing here does I/O except {@link
 * io.spendstream.contract.TopicSetup}, which creates and checks topics.
 *
 * <p>Glossary, one word per thing:
 *
 * <ul>
 *   <li><b>usage event</b>: what an agent reports about one model call; it says counts, never cost.
 *   <li><b>usage class</b>: one of the disjoint kinds of billed quantity, such as uncached input tokens.
 *   <li><b>ledger line</b>: the immutable, priced record of an event (entry 0) or of a correction to it (entry 1…).
 *   <li><b>tally</b>: calls, tokens and cost added up over some lines.
 *   <li><b>cell</b>: one value of one dimension in one 15-minute bucket; days are composed of cells.
 *   <li><b>total</b>: the tally of one value of one dimension over one day.
 *   <li><b>budget</b>: how much may be spent on something in one period, as people define it.
 *   <li><b>allowance</b>: a budget narrowed to one set of values and one period.
 *   <li><b>window</b>: one period of a budget, from its start to before its end.
 *   <li><b>alert</b>: that an allowance crossed a threshold, or no longer does.
 *   <li><b>dead letter</b>: a record that was refused, with its reason, origin and original bytes.
 * </ul>
 */
@NullMarked
package io.spendstream.contract;

import org.jspecify.annotations.NullMarked;
