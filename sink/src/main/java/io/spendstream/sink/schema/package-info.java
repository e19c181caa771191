/**
 * The tables. In comes a database, out goes one whose schema is current; migrations are numbered, append-only SQL files
 * beside this package, and several processes may migrate at once. Called by the sink when it connects and by the
 * program's migrate command.
 */
@NullMarked
package io.spendstream.sink.schema;

import org.jspecify.annotations.NullMarked;
