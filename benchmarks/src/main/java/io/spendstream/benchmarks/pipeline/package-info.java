/**
 * Whole processes under load: a topic or a journal full of events goes in, how fast it is worked off comes out. Servers
 * run in the measuring process, each contestant in a process of its own that is started and ended for each run.
 */
@NullMarked
package io.spendstream.benchmarks.pipeline;

import org.jspecify.annotations.NullMarked;
