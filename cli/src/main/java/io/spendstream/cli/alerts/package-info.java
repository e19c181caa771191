/**
 * Budget alerts for people at a terminal: following them as they come, and trying out whether a channel of the notifier
 * reaches anybody.
 *
 * <p>In: the alerts topic, or a file of channels. Out: a line per alert, or each receiver's answer. Guaranteed: nothing
 * here belongs to a consumer group or changes a topic.
 */
@NullMarked
package io.spendstream.cli.alerts;

import org.jspecify.annotations.NullMarked;
