/**
 * What is done to the pipeline while it works: each fault breaks something, waits, and mends it. Which come when is drawn
 * from the run's seed; what was done is written down, so that a run can be told.
 */
@NullMarked
package io.spendstream.faults.inject;

import org.jspecify.annotations.NullMarked;
