/**
 * The smallest complete path as a command. In comes a running installation, or none, for which one is started; out comes
 * a line per check, and the evidence in a folder. Real-shaped responses are sent through the pipeline, and every number
 * it shows is compared, from outside, with every other and with a cost worked out here. Guaranteed: what is sent is
 * marked as a check's, and a difference fails the command.
 */
@NullMarked
package io.spendstream.cli.verify;

import org.jspecify.annotations.NullMarked;
