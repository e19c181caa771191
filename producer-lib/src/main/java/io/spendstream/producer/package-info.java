/**
 * What an agent puts into its own process to have its model calls accounted for. In come usage events, or calls whose
 * responses are read for their usage; out they go on {@link io.spendstream.contract.Topic#USAGE}, by way of a journal on
 * the local disk.
 *
 * <pre>{@code
 * try (TokenTracker tracker = TokenTracker.fromEnvironment()) {
 *     Attribution attribution = Attribution.builder("session-42").taskType("code_review").team("platform").build();
 *     var context = new TrackContext(attribution, "openai", "chat", "gpt-5.4");
 *     byte[] response = tracker.track(context, () -> openai.post(request));
 * }
 * }</pre>
 *
 * <p>Guaranteed: nothing is thrown into the agent, and nothing waits for Kafka. An event whose {@code record} has
 * returned without being counted as dropped reaches Kafka at least once, whichever process dies, as long as a tracker
 * runs again on the same disk; copies carry the same event id and count once. What could not be recorded is counted by
 * {@link io.spendstream.producer.DropReason}.
 *
 * <p>Who makes a call and what for is taken as well as it can be: what breaks a rule of the contract, such as the length
 * of a session's id, is repaired when the attribution is built, noted in the tag {@code attribution_repaired} and counted.
 *
 * <p>Agents use the public types of this package and of {@link io.spendstream.producer.reading}; the journal and the
 * shipper are for this package only.
 */
@NullMarked
package io.spendstream.producer;

import org.jspecify.annotations.NullMarked;
