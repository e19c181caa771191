/**
 * The {@code spendstream} program: one command per file, grouped in a package per errand. In come arguments, the
 * environment and files; out go lines for people or JSON and CSV for programs, and an exit code: 0 done, 1 not, 2 asked
 * wrongly. Commands call the rooms that know, and print; they compute nothing themselves. Guaranteed: no trace of a stack
 * reaches people; what went wrong is said with what to do next ({@link io.spendstream.cli.NextStep}).
 */
@NullMarked
package io.spendstream.cli;

import org.jspecify.annotations.NullMarked;
