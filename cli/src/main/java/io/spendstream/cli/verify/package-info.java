/**
 * The smallest complete path as a command: it sends real-shaped responses through the running pipeline and checks, from
 * outside, that every number agrees with every other.
 */
@NullMarked
package io.spendstream.cli.verify;

import org.jspecify.annotations.NullMarked;
