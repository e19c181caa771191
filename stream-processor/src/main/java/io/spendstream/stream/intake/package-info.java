/**
 * The first step: from the bytes of a record to a usage event that may be counted.
 *
 * <p>In: records of {@link io.spendstream.contract.Topic#USAGE}. Out: {@link
 * io.spendstream.stream.intake.AcceptedEvent}s, and dead letters for everything else. Guaranteed: an event that leaves
 * here is valid, its key is its id, and it arrived inside the acceptance window; what is refused leaves with its
 * original bytes, and no store has been touched for it.
 */
@NullMarked
package io.spendstream.stream.intake;

import org.jspecify.annotations.NullMarked;
