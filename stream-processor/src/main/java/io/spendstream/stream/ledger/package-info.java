/**
 * From an event to its ledger line: de-duplicated, priced, and corrected where a surer event supersedes it, a price
 * comes late, or an operator orders it.
 *
 * <p>In: {@link io.spendstream.stream.intake.AcceptedEvent}s, ordered corrections, and the prices in force. Out: ledger
 * lines, and dead letters for events that contradict what was counted or cost more than a line holds, and for orders
 * that were made from what is no longer so. Guaranteed: the entries of an event id add up to its surest counts at the
 * price of the time the call happened; their numbers rise by one and none is posted twice; everything that can fail is
 * done before a store is written.
 */
@NullMarked
package io.spendstream.stream.ledger;

import org.jspecify.annotations.NullMarked;
