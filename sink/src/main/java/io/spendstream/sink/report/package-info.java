/**
 * The questions reports are made of. In comes a database with the ledger in it, opened with a user that may only read;
 * out come exact sums, with how fresh they are. Guaranteed: one answer is of one moment; a sum is never made of rounded
 * costs; days are those of the zone that was asked for. Called by the program's reports and the console.
 */
@NullMarked
package io.spendstream.sink.report;

import org.jspecify.annotations.NullMarked;
