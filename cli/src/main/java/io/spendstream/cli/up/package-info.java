/**
 * The command that runs Spendstream all in one process. In come its flags; out go a running {@link
 * io.spendstream.cli.instance.Instance}, where everything is, and a line that says how much was metered. Guaranteed: it
 * ends when it is asked to, in the direction the data travels, and says so if an event of its demo is missing.
 */
@NullMarked
package io.spendstream.cli.up;

import org.jspecify.annotations.NullMarked;
