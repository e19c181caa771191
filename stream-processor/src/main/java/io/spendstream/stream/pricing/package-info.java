/**
 * What a call costs. A usage event's model call, counts and time come in; a {@link io.spendstream.contract.Pricing}
 * goes out, found in a {@link io.spendstream.stream.pricing.PriceBook}, which is data: a price that changes is a line
 * in a file, never a line of code.
 *
 * <p>Guaranteed: amounts are whole numbers of 10<sup>-14</sup> USD from the book to the ledger; a name leads to an
 * entry exactly or not at all; the price is the one in force when the call happened; what has no price is unpriced,
 * never zero; {@code price} and {@code quote} of one call agree. Books are immutable and safe to share.
 */
@NullMarked
package io.spendstream.stream.pricing;

import org.jspecify.annotations.NullMarked;
