/**
 * What people are told while they wait. In come the beginnings, the ends and the counts of what goes on; out go lines on
 * standard error. Guaranteed: standard output is never touched, and what is over at once is not mentioned.
 */
@NullMarked
package io.spendstream.cli.progress;

import org.jspecify.annotations.NullMarked;
