/**
 * The tables, made once more from the ledger topic. In come the topic, from its very first line, and a database; out
 * comes a second set of tables in a schema of its own, which is compared with the topic to the last digit and then takes
 * the place of the first in one transaction. Guaranteed: until that transaction commits, the first set is in force,
 * whatever is killed when; a sink that is at work is made to wait for a moment and goes on with the new tables. Called
 * by the program's {@code replay}.
 */
@NullMarked
package io.spendstream.sink.rebuild;

import org.jspecify.annotations.NullMarked;
