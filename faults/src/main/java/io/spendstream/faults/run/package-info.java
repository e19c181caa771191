/**
 * One run from beginning to end: start everything, make calls while faults are injected, heal, wait until nothing moves,
 * compare, and tell.
 */
@NullMarked
package io.spendstream.faults.run;

import org.jspecify.annotations.NullMarked;
