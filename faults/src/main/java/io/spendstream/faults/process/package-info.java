/**
 * The processes of the pipeline as an operating system sees them, each with its own id, and the wires between them, each
 * with a proxy on it. They are started with the commands people start them with, can be killed, stopped, revived and cut
 * off, and are started again when they end, as a supervisor would.
 */
@NullMarked
package io.spendstream.faults.process;

import org.jspecify.annotations.NullMarked;
