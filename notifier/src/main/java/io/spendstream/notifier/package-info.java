/**
 * Tells people about budget alerts. Alerts come in from {@code spendstream.budget-alerts}; they go out to the channels
 * of a file: the log, signed webhooks, Slack, Alertmanager, PagerDuty. {@link io.spendstream.notifier.Notifier} is what a
 * process starts.
 *
 * <p>Guaranteed: each channel follows the topic by itself, in a consumer group of its own, so a receiver that is dead or
 * slow delays no other. An alert that was taken from the topic is settled on a channel when its receiver answered or
 * when it became too old, and only then is it committed. What was settled is marked in {@code
 * spendstream.alert-deliveries} and not sent again, by a restart, a rebalance or a replay of the topic. Between a
 * receiver's answer and the mark lies the one moment in which a crash sends an alert again; it then carries the same
 * identity, by which the receiver knows it.
 */
@NullMarked
package io.spendstream.notifier;

import org.jspecify.annotations.NullMarked;
