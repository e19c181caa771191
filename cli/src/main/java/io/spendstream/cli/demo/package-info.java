/**
 * A small simulated fleet of agents. In comes a tracker; out go events like those of real agents, for responses are made
 * up in the providers' real shapes and take the same way through reader, journal and topic. Guaranteed: nothing leaves
 * the machine, and what a seed gives it gives again. Called by {@code up --demo}.
 */
@NullMarked
package io.spendstream.cli.demo;

import org.jspecify.annotations.NullMarked;
