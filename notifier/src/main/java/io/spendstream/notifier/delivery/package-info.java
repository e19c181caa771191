/**
 * What one channel still has to deliver and what it has delivered. Alerts come in with their place in the topic; what
 * goes out is whose turn it is, how far the topic is settled, and one durable mark for each alert that a receiver has
 * answered. Guaranteed: an alert is settled by an answer or by its age, never by a restart, and what is marked is not
 * sent again.
 */
@NullMarked
package io.spendstream.notifier.delivery;

import org.jspecify.annotations.NullMarked;
