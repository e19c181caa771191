/**
 * Public price lists that other projects keep, turned into files of a price book. The text of a list and the book in
 * force come in; a file of the book's own form goes out, with what was not taken and why.
 *
 * <p>Guaranteed: numbers are read from their digits and never rounded; a number that looks like a slip of the unit or
 * the noise of floating point is not taken; what was in force before the import stays in force until its day; what the
 * list does not say is not made up.
 */
@NullMarked
package io.spendstream.stream.pricing.lists;

import org.jspecify.annotations.NullMarked;
