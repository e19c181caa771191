/**
 * Running one process of the pipeline: its settings come in from file, environment and flags, its metrics and health
 * go out over HTTP, and SIGTERM closes it cleanly.
 */
@NullMarked
package io.spendstream.cli.process;

import org.jspecify.annotations.NullMarked;
