/** Tests of the fault suite: the run itself, its verifier, and programs it must catch. */
@NullMarked
package io.spendstream.faults;

import org.jspecify.annotations.NullMarked;
