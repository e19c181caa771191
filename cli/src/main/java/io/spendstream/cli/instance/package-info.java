/**
 * Spendstream all in one process. In come a folder, ports and settings; out go a broker, PostgreSQL, the stream processor,
 * the sink, the console and the metrics endpoint, and in the folder a file that says where they are and who may come
 * ({@link io.spendstream.cli.connection.Connection}). Guaranteed: the data stay in the folder, one process uses it at a
 * time, and whoever finds that file finds what runs.
 */
@NullMarked
package io.spendstream.cli.instance;

import org.jspecify.annotations.NullMarked;
