/**
 * Spendstream all in one process: a broker, PostgreSQL, the stream processor, the sink and the metrics endpoint, with
 * the data kept in one folder; and how other commands find it there.
 */
@NullMarked
package io.spendstream.cli.instance;

import org.jspecify.annotations.NullMarked;
