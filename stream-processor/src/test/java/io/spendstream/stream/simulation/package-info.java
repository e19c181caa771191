/**
 * The whole topology against a small model of it. One seed makes a case: calls, their copies, prices, budgets, orders,
 * clocks and restarts, in an order; the topology and the model both live through it, and must say the same.
 *
 * <p>The model knows none of the code that prices, totals or judges: it keeps plain maps and adds up {@code BigDecimal}s.
 * What is shared is the vocabulary of {@code contract}, to write what goes in; what comes out is read as plain JSON.
 */
@NullMarked
package io.spendstream.stream.simulation;

import org.jspecify.annotations.NullMarked;
