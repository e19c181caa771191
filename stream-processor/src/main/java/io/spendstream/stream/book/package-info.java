/**
 * The price book in force, for all instances the same: how it is published, followed and read.
 *
 * <p>In: the records of {@link io.spendstream.contract.Topic#PRICES}, and the book this process was configured with. Out:
 * the prices in force. Guaranteed: a book is in force whole or not at all; one that cannot be read changes nothing; while
 * the topic is empty the configured book is in force, and after that never again. Callers are the stream processor, which
 * follows, and the program, which publishes and shows.
 */
@NullMarked
package io.spendstream.stream.book;

import org.jspecify.annotations.NullMarked;
