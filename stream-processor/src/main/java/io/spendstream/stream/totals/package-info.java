/**
 * From ledger lines to totals per value and day, in two stages.
 *
 * <p>In: what became of each record ({@link io.spendstream.stream.totals.Metered}). Out: totals on {@link
 * io.spendstream.contract.Topic#TOTALS}.
 *
 * <p>The first stage adds lines up per 15-minute cell of its own partition and passes the changed cells on, as
 * cumulative partials. The second keeps the latest partial of each cell and partition and moves the total by the
 * difference to the one before. A partial that is lost, repeated or sent again therefore changes nothing, and no event
 * travels twice to be added up.
 *
 * <p>Guaranteed: a total is the sum of the ledger lines of its value and day, in whatever order they came.
 */
@NullMarked
package io.spendstream.stream.totals;

import org.jspecify.annotations.NullMarked;
