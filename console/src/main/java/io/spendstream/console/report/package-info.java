/** Answers from the ledger: parameters come in, JSON goes out, each answer of one moment. */
@NullMarked
package io.spendstream.console.report;

import org.jspecify.annotations.NullMarked;
