/**
 * The ledger, added up once more. In come the records of the ledger topic and one snapshot of the tables; out comes, for
 * each view of the ledger, whether it says what the topic says up to the position of that snapshot, and where it first
 * differs. A line whose key stood in its partition before counts nothing, whatever it says: the row is the first.
 * Guaranteed: sums are exact; memory is bounded by buckets, models and partitions, not by lines, unless lines stand in
 * the topic twice, when each costs the entry of a set; nothing is changed.
 *
 * <p>Called by the program's {@code reconcile} and {@code replay}, and a little at a time by the drift gauge, for which
 * memory is bounded by one poll of lines.
 */
@NullMarked
package io.spendstream.sink.recount;

import org.jspecify.annotations.NullMarked;
