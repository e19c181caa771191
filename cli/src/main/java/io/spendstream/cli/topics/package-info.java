/**
 * Looking into topics. In comes a topic and what to do with a record; out go its committed records, from the first to
 * where the end was when the scan began. Guaranteed: no consumer group, no change, and an error when the broker falls
 * silent. Called by commands that show what topics hold.
 */
@NullMarked
package io.spendstream.cli.topics;

import org.jspecify.annotations.NullMarked;
