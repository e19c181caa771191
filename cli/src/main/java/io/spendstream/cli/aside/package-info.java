/**
 * {@code spendstream set-aside}: the ledger lines that a sink could not write, and how they become rows after all. In come
 * the rows of {@code token_usage_rejected}; out go rows and sums, each line once, with a note of who ordered it.
 */
@NullMarked
package io.spendstream.cli.aside;

import org.jspecify.annotations.NullMarked;
