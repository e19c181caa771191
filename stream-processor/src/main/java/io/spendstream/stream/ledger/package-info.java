/**
 * From an event to its ledger line: de-duplicated, priced, and corrected where a surer event supersedes it.
 *
 * <p>In: {@link io.spendstream.stream.intake.AcceptedEvent}s. Out: ledger lines, and dead letters for events that
 * contradict what was counted or cost more than a line holds. Guaranteed: the entries of an event id add up to its
 * surest counts at the price of the time the call happened; everything that can fail is done before a store is
 * written.
 */
@NullMarked
package io.spendstream.stream.ledger;

import org.jspecify.annotations.NullMarked;
