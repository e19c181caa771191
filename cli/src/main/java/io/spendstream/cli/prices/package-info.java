/**
 * {@code spendstream price} and {@code spendstream prices}: what a call costs, and price books from a file to what is in
 * force and to corrections of the past.
 *
 * <p>In: price book files, the prices topic, the ledger in PostgreSQL. Out: receipts, tables and JSON; a published book;
 * orders to correct. Guaranteed: what only reads files needs no broker; a book that cannot be used is never taken for
 * none.
 */
@NullMarked
package io.spendstream.cli.prices;

import org.jspecify.annotations.NullMarked;
