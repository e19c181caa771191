/**
 * The {@code spendstream} program: one command per file, grouped in a package per errand. Commands read arguments,
 * call the rooms that know, and print; they compute nothing themselves.
 */
@NullMarked
package io.spendstream.cli;

import org.jspecify.annotations.NullMarked;
