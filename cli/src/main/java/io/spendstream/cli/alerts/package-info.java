/**
 * Budget alerts for people at a terminal: following them as they come, and trying out whether a channel of the notifier
 * reaches anybody. Nothing here belongs to a consumer group or changes a topic.
 */
@NullMarked
package io.spendstream.cli.alerts;

import org.jspecify.annotations.NullMarked;
