/**
 * A small simulated fleet of agents: it answers model calls with made-up responses in the providers' real shapes and
 * sends them through the same readers and tracker a real agent uses.
 */
@NullMarked
package io.spendstream.cli.demo;

import org.jspecify.annotations.NullMarked;
