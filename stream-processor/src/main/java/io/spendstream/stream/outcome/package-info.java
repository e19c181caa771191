/**
 * What the stream processor tells people, read back from what it committed.
 *
 * <p>In: committed totals and alerts. Out: counters and log lines. Guaranteed: nothing is told of a transaction that was
 * aborted, which is why no processor counts or logs an outcome itself.
 */
@NullMarked
package io.spendstream.stream.outcome;

import org.jspecify.annotations.NullMarked;
