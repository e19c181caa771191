/**
 * The road from the ledger topic to PostgreSQL. In come the records of {@code spendstream.ledger}, read committed; out
 * go one row of {@code token_usage} per ledger line, the sums that are made of the rows, and the position, all in one
 * transaction. So a line is in the table exactly once whatever is killed when, and a sum equals its rows at any moment.
 *
 * <ul>
 *   <li>{@link io.spendstream.sink.schema} owns the tables,
 *   <li>{@link io.spendstream.sink.write} puts a batch into them,
 *   <li>{@link io.spendstream.sink.metrics} shows what was put there,
 *   <li>{@link io.spendstream.sink.report} asks questions about it,
 *   <li>{@link io.spendstream.sink.recount} holds it against the topic once more,
 *   <li>{@link io.spendstream.sink.rebuild} makes it anew from the topic.
 * </ul>
 *
 * <p>Here are the process and its configuration: {@link io.spendstream.sink.Sink} is all that a caller needs.
 */
@NullMarked
package io.spendstream.sink;

import org.jspecify.annotations.NullMarked;
