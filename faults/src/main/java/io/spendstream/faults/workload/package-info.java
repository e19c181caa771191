/**
 * What is sent during a run, and what must come of it. A call is a pure function of the run's seed, its agent and its
 * number, so that whoever checks the result computes it anew instead of trusting a record of it. What a call costs is
 * worked out here in whole numbers of 10<sup>-14</sup> USD, without any of the product's code for prices or totals.
 */
@NullMarked
package io.spendstream.faults.workload;

import org.jspecify.annotations.NullMarked;
