/**
 * Running one process of the pipeline. In come its settings, from file, environment and flags in that order; out go its
 * metrics and health over HTTP. Guaranteed: a setting that is wrong stops the start, with all that is wrong; SIGTERM
 * closes the process cleanly; one that failed ends, so that whoever supervises it starts it again.
 */
@NullMarked
package io.spendstream.cli.process;

import org.jspecify.annotations.NullMarked;
