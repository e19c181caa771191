/**
 * Where an installation is and how commands reach it. In come flags, the environment and the file that a running instance
 * leaves in its data folder; out goes a {@link io.spendstream.cli.connection.Connection}, and what is opened with it.
 * Guaranteed: flags win over the environment, and both over the file; a file is only believed while the process that wrote
 * it runs, and only its owner may read it.
 */
@NullMarked
package io.spendstream.cli.connection;

import org.jspecify.annotations.NullMarked;
