/**
 * One batch, one transaction. In comes a {@link io.spendstream.sink.write.Batch} of ledger lines of some partitions and a
 * database connection; out go rows, sums and positions, or nothing. What is guaranteed: a line is inserted once however
 * often its batch is written; the sums are made of exactly the rows that were inserted; a sink whose partition was taken
 * over changes nothing; a line the database cannot hold is set aside whole and does not hold up the others. A line that
 * was set aside becomes a row once, by {@link io.spendstream.sink.write.Readmission}, and it is kept by whose order.
 *
 * <p>Called by the sink's one thread, and by the program's {@code set-aside} on a connection of its own; nothing here is
 * thread-safe.
 */
@NullMarked
package io.spendstream.sink.write;

import org.jspecify.annotations.NullMarked;
