/**
 * What Spendstream runs on when nothing is installed: a Kafka broker inside this process, and a real PostgreSQL as its
 * child.
 *
 * <p>In comes a data directory and a port; out comes a server that listens on the loopback address only. Guaranteed: what
 * was acknowledged survives a kill of this process, a directory is used by one process at a time, a busy port is
 * reported before anything is written, and whatever goes wrong is thrown as an {@link
 * io.spendstream.embedded.EmbeddedServerException} that names the server, the value and the way out. Only the program's
 * all-in-one mode and tests call this room; a cluster is configuration, not code.
 */
@NullMarked
package io.spendstream.embedded;

import org.jspecify.annotations.NullMarked;
