/**
 * How a record that cannot be used is set aside. In: a record and the reason. Out: a dead letter with the original key
 * and bytes, the reason and where it came from, in the transaction that moves past the record. Guaranteed: nothing of it
 * is lost, and the stream goes on.
 */
@NullMarked
package io.spendstream.stream.rejection;

import org.jspecify.annotations.NullMarked;
