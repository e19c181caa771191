/**
 * How a record that cannot be used is set aside: whole, with the reason and where it came from, in the transaction that
 * moves past it. The stream goes on.
 */
@NullMarked
package io.spendstream.stream.rejection;

import org.jspecify.annotations.NullMarked;
