/**
 * The memory of events that were counted, and what it says about the next one with the same id.
 *
 * <p>In: an event and its id. Out: a {@link io.spendstream.stream.dedupe.Verdict}. Guaranteed: of the copies of an
 * event, in whatever order and however often they come, the first of the highest usage status counts, and none of them
 * counts twice.
 */
@NullMarked
package io.spendstream.stream.dedupe;

import org.jspecify.annotations.NullMarked;
