/**
 * When processors do what they do not do for each record. In comes work and a delay; out comes its one run, on the task's
 * thread, after a while or before the next commit. Guaranteed: a task that nobody asked anything of is not woken.
 */
@NullMarked
package io.spendstream.stream.timing;

import org.jspecify.annotations.NullMarked;
