/**
 * The brake inside an agent: whether a call may be made, answered in the agent's own process.
 *
 * <p>In come the states of budgets, from {@link io.spendstream.contract.Topic#BUDGET_STATE}, and questions about calls.
 * Out come {@linkplain io.spendstream.producer.guard.GuardDecision decisions} and {@linkplain
 * io.spendstream.producer.guard.Reservation reservations}.
 *
 * <pre>{@code
 * try (BudgetGuard guard = BudgetGuard.fromEnvironment()) {
 *     try (Reservation call = guard.reserve(context, CallAmount.usd("0.05"))) {
 *         if (!call.isAllowed()) {
 *             return call.decision().message();
 *         }
 *         byte[] response = openai.post(request);
 *         call.settle(CallAmount.usd(costOf(response)));
 *     }
 * }
 * }</pre>
 *
 * <p>Guaranteed: once a guard is made, neither a question nor a reservation throws anything into the agent or waits for
 * Kafka. A question whose answer is that the call is allowed costs no allocation and no lock; a reservation costs both.
 * What is set aside for a call comes free again whatever becomes of the call. How far a budget can be overshot all the
 * same is written in {@code docs/brake.md}.
 *
 * <p>How it is built: a {@link io.spendstream.producer.guard.StateFollower} keeps the {@link
 * io.spendstream.producer.guard.Rules} up to date, one {@link io.spendstream.producer.guard.Rule} a blocking budget,
 * each with a {@link io.spendstream.producer.guard.Purse} for every value it is kept apart by.
 */
@NullMarked
package io.spendstream.producer.guard;

import org.jspecify.annotations.NullMarked;
