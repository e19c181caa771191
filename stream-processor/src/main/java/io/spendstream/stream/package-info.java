/**
 * The stream processor as a program: its settings, and the process that runs the topology.
 *
 * <p>In: usage events and budget definitions on Kafka. Out: ledger lines, totals, alerts and dead letters on Kafka, and
 * meters. Guaranteed: exactly once, through crashes, restarts and rebalances. Callers use {@link
 * io.spendstream.stream.StreamProcessor}, {@link io.spendstream.stream.StreamProcessorConfig}, {@link
 * io.spendstream.stream.budget.BudgetPublisher}, the price book, the book in force and orders of corrections; everything
 * else is the inside.
 *
 * <p>The path of an event is in {@link io.spendstream.stream.topology.MeteringTopology}.
 */
@NullMarked
package io.spendstream.stream;

import org.jspecify.annotations.NullMarked;
