/**
 * What Prometheus sees. In come what was committed and what is waiting; out go meters. Guaranteed: counters of tokens
 * and cost are read from the committed tables, so they equal the ledger, survive restarts and never fall; one sink of a
 * fleet shows them, so that they add up; a model's name is a label only if the price book knows the model; every meter
 * goes when its sink does. The same sink compares the ledger topic with the rows and the tables with each other, and shows
 * how much they differ.
 *
 * <p>Called by the sink's one thread, which the comparison never holds up: it has its own. Meters are read by any.
 */
@NullMarked
package io.spendstream.sink.metrics;

import org.jspecify.annotations.NullMarked;
