/** Budgets and alerts, as the topics say: they are read from their beginning and followed, without a consumer group. */
@NullMarked
package io.spendstream.console.budget;

import org.jspecify.annotations.NullMarked;
